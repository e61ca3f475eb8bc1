import { expect, test } from 'vitest'
import { recordedRegion } from '#testing/simulator/fixture-client.ts'
import type { Resource } from '#simulator/state/state.ts'
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
  ['enable_http_proxy', true, 'false', false],
  ['enable_http_proxy', true, '', false],
  ['boot_images_no_proxy', false, 'true', true],
  ['boot_images_no_proxy', false, 'no', true],
  [
    'http_proxy',
    null,
    'http://me:secret@proxy.example.com:3128/',
    'http://me:secret@proxy.example.com:3128/',
  ],
])('%s is %j at first; after %j it is %j', (name, first, value, then) => {
  const { region } = recordedRegion()
  expect(region.getConfig(name)).toBe(first)
  region.setConfig(name, value)
  expect(region.getConfig(name)).toBe(then)
})

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

test.each([
  [
    'commissioning_distro_series',
    'xenial',
    "'xenial' is not a valid commissioning_distro_series.  It should be one of: 'jammy'.",
  ],
  ['default_osystem', 'custom', 'accepted'],
  ['default_distro_series', 'xenial', 'accepted'],
  ['default_distro_series', '', 'accepted'],
  ['default_min_hwe_kernel', 'hwe-22.04', 'accepted'],
  ['default_min_hwe_kernel', '', 'accepted'],
  [
    'default_min_hwe_kernel',
    'ga-24.04',
    "'ga-24.04' is not a valid default_min_hwe_kernel.  It should be one of: '', 'ga-22.04', 'ga-22.04-lowlatency', 'hwe-22.04', 'hwe-22.04-edge'.",
  ],
])('of a region with images of jammy, xenial and a custom one, %s takes %j: %s', (name, value, answer) => {
  const { region } = recordedRegion((state) => {
    hold(state, kernelsOf(state.offers.get(1) ?? [], 'ubuntu', 'jammy', 'amd64'))
    const held = [...state.resources.values()]
    for (const resource of held) {
      const named = (id: number, change: Partial<Resource>) =>
        state.resources.set(id, { ...resource, id, ...change })
      named(resource.id + 1_000, { architecture: 'amd64/hwe-22.04-edge' })
      named(resource.id + 2_000, { architecture: 'amd64/ga-22.04-lowlatency' })
      // nothing of it is downloaded yet
      named(resource.id + 3_000, { name: 'ubuntu/xenial', sets: [] })
      named(resource.id + 4_000, { name: 'custom-1', type: 'Uploaded' })
    }
  })
  const said = messages(() => region.setConfig(name, value))
  expect(said).toBe(answer === 'accepted' ? answer : JSON.stringify({ [name]: [answer] }))
})

test.each([
  ['commissioning_distro_series', 'jammy', 'commissioning_distro_series'],
  ['default_osystem', 'ubuntu', 'osystem'],
  ['default_distro_series', 'jammy', 'release'],
])('without images, %s can only be emptied', (name, value, what) => {
  const { region } = recordedRegion()
  const only = `'${value}' is not a valid ${what}.  It should be one of: '---'.`
  expect(messages(() => region.setConfig(name, value))).toBe(JSON.stringify({ [name]: [only] }))
  expect(messages(() => region.setConfig(name, '---'))).toContain('due to missing boot images.')
  expect(messages(() => region.setConfig(name, ''))).toBe('accepted')
})

test('the present commissioning release is accepted without its image, as long as there is another one', () => {
  const { region: other, state } = recordedRegion((made) => {
    hold(made, kernelsOf(made.offers.get(1) ?? [], 'ubuntu', 'jammy', 'amd64'))
    made.config.set('commissioning_distro_series', 'focal')
  })
  expect(messages(() => other.setConfig('commissioning_distro_series', 'focal'))).toBe('accepted')
  expect(messages(() => other.setConfig('commissioning_distro_series', 'noble'))).toContain(
    "of: 'focal', 'jammy'.",
  )
  expect(state.config.get('commissioning_distro_series')).toBe('focal')
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
