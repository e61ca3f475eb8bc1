import { expect, test } from 'vitest'
import { recordedRegion } from '#testing/simulator/fixture-client.ts'
import { hold, kernelsOf } from '#simulator/demo/scenario-parts.ts'

const holdingJammy = () =>
  recordedRegion((state) => {
    hold(state, kernelsOf(state.offers.get(1) ?? [], 'ubuntu', 'jammy', 'amd64'))
  }).region

const messages = (act: () => void) => {
  try {
    act()
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
  return 'accepted'
}

test.each([
  [
    'commissioning_distro_series',
    "'noble' is not a valid commissioning_distro_series.  It should be one of: 'jammy'.",
  ],
  ['default_distro_series', "'noble' is not a valid release.  It should be one of: 'jammy'."],
])('%s has to be a release that the region has', (name, message) => {
  const region = holdingJammy()
  expect(messages(() => region.setConfig(name, 'noble'))).toBe(JSON.stringify({ [name]: [message] }))
  expect(messages(() => region.setConfig(name, 'jammy'))).toBe('accepted')
  expect(region.getConfig(name)).toBe('jammy')
})

test('the default OS has to be one that the region has', () => {
  const region = holdingJammy()
  expect(messages(() => region.setConfig('default_osystem', 'centos'))).toContain(
    "'centos' is not a valid osystem.  It should be one of: 'ubuntu'.",
  )
})
