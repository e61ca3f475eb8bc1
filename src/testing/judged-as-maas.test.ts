import { describe, expect, onTestFinished, test } from 'vitest'
import { catalogue as catalogueSchema, type Catalogue } from '#contract/gateway.ts'
import { keyringsOf } from '#gateway/fetch/kept-keyrings.ts'
import { startGateway } from '#gateway/server.ts'
import { startSimulator } from '#simulator/serve.ts'
import { endsAllImports, warningsFor } from '#streams/catalogue/concerns.ts'
import { NO_IMAGES } from '#streams/simplestreams/region-warnings.ts'
import { type SourceFate, STREAM_KINDS } from './streams/kinds.ts'
import type { RawStream } from './streams/sound-stream.ts'
import { rawTree } from './streams/raw-tree.ts'
import { signingKey } from './streams/signing-key.ts'

/* Compares the page's verdict on a source before it is used with the behavior of the embedded region. */

const START = Date.UTC(2026, 10, 23, 9, 0, 0)
const SOURCE = 'http://mirror.example.com/kind/'
/** Not held and not selected at first; it comes from maas.io, whatever the other source does. */
const RESOLUTE = {
  os: 'ubuntu',
  release: 'resolute',
  arches: ['amd64', 'arm64'],
  subarches: ['*'],
  labels: ['*'],
}

/** So that no other source offers it. */
const withOwnRelease = (stream: RawStream) =>
  JSON.parse(JSON.stringify(stream).replaceAll('"noble"', '"own"')) as RawStream

async function start(scenario: 'maas-3.7' | 'maas-3.8') {
  let now = START
  const simulator = await startSimulator({ scenario, now: () => now })
  const gateway = await startGateway({
    maasUrl: simulator.maasUrl,
    credentials: { kind: 'fixed', apiKey: simulator.apiKey },
    rewrites: simulator.rewrites,
    keyringFile: keyringsOf(simulator.keyringFiles),
    now: () => now,
  })
  onTestFinished(async () => {
    await gateway.close()
    await simulator.close()
  })
  const { region } = simulator
  const wait = (ms: number) => {
    now += ms
    return region.isImporting()
  }
  // what the scenario began with is over
  region.stopImport()
  wait(1_000)
  region.setConfig('boot_images_auto_import', 'false')
  return { simulator, region, gateway, wait }
}

/** The page's verdict on a source. */
function saidOf(found: Catalogue, version: string): SourceFate {
  if (endsAllImports(found, version)) return 'ends-imports'
  const reasons = warningsFor(found.warnings, version).filter(
    ({ ours, effect }) => ours && effect === 'refuses',
  )
  if (reasons.some(({ names }) => !names.includes(NO_IMAGES))) return 'refuses'
  return reasons.length === 0 && found.releases.some(({ os }) => os === 'ubuntu') ? 'imports' : 'nothing'
}

/** `done`, or why the region refuses it. */
function answerOf(act: () => unknown): string {
  try {
    act()
    return 'done'
  } catch (error) {
    return String(error)
  }
}

describe.each(['maas-3.7', 'maas-3.8'] as const)('on %s', (scenario) => {
  test.each(Object.entries(STREAM_KINDS))('%s: the region behaves as the page reported', async (_, kind) => {
    const [stream, to37, from38] = kind
    const fate = scenario === 'maas-3.7' ? to37 : from38
    const { simulator, region, gateway, wait } = await start(scenario)
    const key = await signingKey()
    simulator.serveStream('kind', rawTree(SOURCE, withOwnRelease(stream), key))
    const url = stream.onlyIndexSigned ? SOURCE : `${SOURCE}streams/v1/index.json`

    const asked = new URLSearchParams({ url, keyring_filename: '', keyring_data: key.armored })
    const answer = await fetch(`${gateway.url}/gateway/catalogue?${asked}`, {
      headers: { 'x-maas-images': '1' },
    })
    const text = await answer.text()
    expect(answer.status, text).toBe(200)
    const said = catalogueSchema.parse(JSON.parse(text))
    expect(saidOf(said, region.version), JSON.stringify(said.warnings)).toBe(fate)

    const [stable] = region.sources()
    const before = region.resources('Synced').map(({ id }) => id)
    const source = region.createSource({ url, keyringData: key.keyring })
    wait(5_000)
    const select = () => region.createSelection(source.id, { ...RESOLUTE, release: 'own', arches: ['amd64'] })
    const selected = answerOf(select)
    expect(selected).toMatch(fate === 'imports' ? /^done$/ : /has no available images for download/)
    region.createSelection(stable?.id ?? 0, RESOLUTE)
    region.startImport()
    wait(3_600_000)
    expect(region.isImporting()).toBe(false)

    const arrived = region.resources('Synced').filter(({ id }) => !before.includes(id))
    const others = arrived.some(({ name }) => name === 'ubuntu/resolute')
    const own = arrived.some(({ name }) => name === 'ubuntu/own')
    expect({ others, own }).toEqual({ others: fate !== 'ends-imports', own: fate === 'imports' })
  })
})
