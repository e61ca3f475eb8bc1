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

test.each([
  ['default_dns_ttl', 30],
  ['default_storage_layout', 'flat'],
  ['dnssec_validation', 'auto'],
  ['curtin_verbose', true],
  ['kernel_opts', null],
  ['ports_archive', 'http://ports.ubuntu.com/ubuntu-ports'],
])('clients read %s as %s from a new region', (name, value) => {
  expect(recordedRegion().region.getConfig(name)).toBe(value)
})

test('a setting that is a number stays one', () => {
  const { region } = recordedRegion()
  region.setConfig('default_dns_ttl', ' 60 ')
  expect(region.getConfig('default_dns_ttl')).toBe(60)
  expect(messages(() => region.setConfig('default_dns_ttl', 'long'))).toBe(
    JSON.stringify({ default_dns_ttl: ['Enter a whole number.'] }),
  )
})

test('the older name of the NTP servers is the same setting', () => {
  const { region } = recordedRegion()
  region.setConfig('ntp_server', 'ntp.example.com')
  expect([region.getConfig('ntp_servers'), region.getConfig('ntp_server')]).toEqual([
    'ntp.example.com',
    'ntp.example.com',
  ])
})
