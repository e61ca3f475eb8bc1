import { afterEach, expect, test } from 'vitest'
import { startSimulator, type Simulator } from '#simulator/serve.ts'
import { createMaasApi } from './maas-api.ts'
import { contentOf, findState, restoreContent } from './restore-content.ts'

const open: Simulator[] = []
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())))

const OTHER = 'http://10.0.0.9:4000/'

/** What a flow can leave behind when it ends half-way. */
const LEFT: [string, (region: Simulator['region'], keyring: Uint8Array) => void][] = [
  ['nothing', () => undefined],
  ['another address', (region) => void region.updateSource(1, { url: OTHER })],
  [
    'another address and keyring data',
    (region, keyringData) => void region.updateSource(1, { url: OTHER, keyringFilename: '', keyringData }),
  ],
  [
    'a source in place of the first one',
    (region, keyringData) => {
      region.createSource({ url: OTHER, keyringData })
      region.deleteSource(1)
    },
  ],
  [
    'a source at the same address with another keyring',
    (region, keyringData) => {
      const [first] = region.sources()
      region.deleteSource(1)
      region.createSource({ url: first?.url, keyringData })
    },
  ],
  [
    'another architecture and other kernels of the commissioning release',
    (region) => {
      const jammy = region.selections(1).find(({ release }) => release === 'jammy')
      region.updateSelection(1, jammy?.id ?? 0, {
        os: 'ubuntu',
        release: 'jammy',
        arches: ['amd64', 'arm64', 's390x'],
        subarches: ['ga-22.04'],
        labels: ['*'],
      })
    },
  ],
  [
    'one source more, and one selection less',
    (region, keyringData) => {
      region.createSource({ url: OTHER, keyringData })
      region.deleteSelection(1, region.selections(1).find(({ release }) => release === 'focal')?.id ?? 0)
    },
  ],
]

test.each(['3.5', '3.8'] as const)('MAAS %s gets back what it had, whatever is left', async (version) => {
  const simulator = await startSimulator({ scenario: 'two-sources', version, speed: 0 })
  open.push(simulator)
  const { region, control, maasUrl, apiKey, keyring } = simulator
  control.runUntilIdle({ hours: 24 })
  // no source offers it, so MAAS would not take it again
  region.deleteSelection(1, region.selections(1).find(({ release }) => release === 'cosmic')?.id ?? 0)
  const maas = createMaasApi(maasUrl, apiKey)
  const document = control.readState({})
  const before = contentOf(await findState(maas))
  for (const [what, leave] of LEFT) {
    control.replaceState(document)
    const found = await findState(maas)
    leave(region, keyring)
    await restoreContent(maas, found, async () => void control.advance({ seconds: 60 }))
    expect(contentOf(await findState(maas)), what).toEqual(before)
  }
})

test('keyring data comes back as a file, the only form in which MAAS takes it', async () => {
  const simulator = await startSimulator({ scenario: 'fresh', speed: 0 })
  open.push(simulator)
  const { region, maasUrl, apiKey, keyring, otherKeyring } = simulator
  region.updateSource(1, { keyringFilename: '', keyringData: keyring })
  const maas = createMaasApi(maasUrl, apiKey)
  const found = await findState(maas)
  region.updateSource(1, { url: OTHER, keyringData: otherKeyring })
  await restoreContent(maas, found)
  expect((await maas.sources())[0]).toMatchObject({
    id: 1,
    keyring_data: Buffer.from(keyring).toString('base64'),
  })
})
