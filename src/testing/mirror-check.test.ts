import { execFile } from 'node:child_process'
import { chmod, mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { mirrorContentsQuery, type MirrorPair } from '#api/mirror.ts'
import { checkMirror, type MirrorReport } from '#features/mirror/check/check-mirror.ts'
import { repairScript } from '#features/mirror/rules/repair.ts'
import { EMPTY_MIRROR, readMirror } from '#features/mirror/rules/settings.ts'
import { nginxSnippet } from '#features/mirror/rules/web-server.ts'
import { startGateway } from '#gateway/server.ts'
import { contentsOf } from '#streams/mirror/contents.ts'
import { listedItems } from '#streams/mirror/listed-items.ts'
import { mirrorRuns } from '#streams/mirror/runs.ts'
import { createQueryClient } from '#app/query-client.ts'
import { startNginx } from './gateway/real-nginx.ts'
import { startUpstream } from './gateway/test-upstream.ts'
import { startEmbeddedRegion } from './embedded-region.ts'
import { mirrorSample, sampleContent } from './streams/mirror-sample.ts'
import { rawTree } from './streams/raw-tree.ts'
import { signingKey } from './streams/signing-key.ts'
import type { RawStream } from './streams/sound-stream.ts'
import { fetchFrom } from '#testing/gateway/fetch-from.ts'

/*
 * A local mirror from its recipe to its repair. Debian has no package of sstream-mirror, so the mirror is made by the
 * product's own reading of its filters, which contents.test.ts compares with recordings of the tool. The files are served
 * by a real nginx with the snippet that the page shows; without nginx these tests fail.
 */

const execute = promisify(execFile)
const PATH = '/maas/images/ephemeral-v3/stable/'
const IMAGES = [
  { os: 'ubuntu', release: 'noble', arches: ['amd64'], subarches: ['*'], labels: ['*'] },
  { os: 'ubuntu', release: 'jammy', arches: ['amd64'], subarches: ['*'], labels: ['stable'] },
]
const itemsOf = ({ files }: RawStream) => Object.values(files).flatMap(listedItems)
const NEWER = '20260925'

async function start() {
  const key = await signingKey()
  let stream = mirrorSample()
  const lists = new Map<string, string>()
  const source = await startUpstream(({ url }) => {
    const path = decodeURIComponent(url).slice(1)
    const listed = itemsOf(stream).some((item) => item.path === path)
    const content = lists.get(path) ?? (listed ? sampleContent(path) : undefined)
    return content === undefined ? { status: 404 } : { body: content }
  })
  const publish = async (next: RawStream) => {
    stream = next
    const tree = rawTree(`${source.url}/`, stream, key)
    await tree.prepare?.()
    for (const [path, content] of tree.files) lists.set(path, content)
    return tree
  }
  const tree = await publish(stream)

  const nginx = await startNginx((port, folder) =>
    nginxSnippet({ url: `http://127.0.0.1:${port}${PATH}`, folder: `${folder}/mirror of maas` })
      // the machine of the tests may have no IPv6
      .replace(/^ *listen \[::\].*\n/m, ''),
  )
  const at = (path: string) => `mirror of maas/${path}`
  const contents = contentsOf(itemsOf(stream), mirrorRuns(IMAGES), { versions: 1, images: IMAGES })
  for (const [path] of contents.files) await nginx.write(at(path), sampleContent(path))
  for (const [path, content] of tree.files) if (path.endsWith('.sjson')) await nginx.write(at(path), content)

  const simulator = await startEmbeddedRegion({ scenario: 'maas-3.7', speed: 0 })
  const gateway = await startGateway({
    maasUrl: simulator.maasUrl,
    credentials: { kind: 'fixed', apiKey: simulator.apiKey },
    streams: { allow: [nginx.host, new URL(source.url).host] },
    keyringFile: async () => ({ state: 'elsewhere' }),
  })
  fetchFrom(gateway)
  onTestFinished(async () => {
    vi.unstubAllGlobals()
    await Promise.all([gateway.close(), simulator.close(), nginx.close(), source.close()])
  })
  const keyring = { keyring_filename: '', keyring_data: key.armored }
  const pair: MirrorPair = {
    images: IMAGES,
    versions: 1,
    mirror: { url: `${nginx.url}${PATH}`, ...keyring },
    upstream: { url: `${source.url}/`, ...keyring },
  }
  const reports: MirrorReport[] = []
  const check = () =>
    checkMirror(pair, {
      signal: AbortSignal.timeout(60_000),
      onReport: (report) => void reports.push(report),
    })
  return {
    key,
    tree,
    nginx,
    simulator,
    pair,
    contents,
    publish,
    check,
    reports,
    pathOf: (path: string) => nginx.pathOf(at(path)),
  }
}

test('a mirror made by the recipe is complete, and an image is imported from it', async () => {
  const { key, tree, simulator, pair, contents, check, reports, pathOf } = await start()
  const client = createQueryClient()
  const said = await client.fetchQuery(mirrorContentsQuery(pair.upstream, pair))
  const sizes = await Promise.all(contents.files.map(async ([path]) => (await stat(pathOf(path))).size))
  expect(said).toMatchObject({
    files: sizes.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    missing: [],
  })
  expect(said.reported).toHaveLength(3)

  expect(await check()).toMatchObject({
    state: {
      signature: { verdict: 'valid', region: { accepts: true } },
      missing: [],
      upstream: { state: 'read', newer: [] },
    },
    checked: sizes.length,
    bad: [],
    unsized: 0,
    done: true,
  })
  expect(reports.map(({ checked, done }) => [checked, done])).toEqual([
    [0, false],
    [sizes.length, true],
  ])

  const { region, clock } = simulator
  // the region gets those files of the mirror that nginx has on disk
  const holds = (path: string) => statSync(pathOf(path), { throwIfNoEntry: false })?.size ?? null
  region.learnStream(pair.mirror.url, { ...tree, url: pair.mirror.url, holds })
  region.stopImport()
  const [old] = region.sources()
  if (old) region.deleteSource(old.id)
  const { id } = region.createSource({ url: pair.mirror.url, keyringData: key.keyring })
  clock.advance(5_000)
  for (const image of IMAGES) region.createSelection(id, image)
  region.startImport()
  clock.advance(3_600_000)
  expect(region.isImporting()).toBe(false)
  const held = region
    .resources('Synced')
    .filter(({ name }) => name === 'ubuntu/noble' || name === 'ubuntu/jammy')
  expect(held.map(({ name, architecture }) => `${name} ${architecture}`)).toEqual(
    expect.arrayContaining([
      'ubuntu/noble amd64/ga-24.04',
      'ubuntu/noble amd64/hwe-24.04',
      'ubuntu/jammy amd64/ga-22.04',
    ]),
  )
})

test('a truncated file, a lost file and a stale list are found, and the repair brings the files back', async () => {
  const { nginx, pair, publish, check, pathOf } = await start()
  const [cut, lost] = [
    'jammy/amd64/20260721/squashfs',
    'bootloaders/uefi/amd64/20260615.0/grub2-signed.tar.xz',
  ]
  await truncate(pathOf(cut), 7)
  const emptied = dirname(dirname(pathOf(lost)))
  await rm(emptied, { recursive: true })
  await publish(mirrorSample(NEWER))

  const { state, bad } = await check()
  expect(bad).toEqual([
    expect.objectContaining({ path: lost, state: 'missing', found: null, upstream: true }),
    expect.objectContaining({ path: cut, state: 'wrong-size', found: 7, upstream: true }),
  ])
  expect(state.upstream).toEqual({
    state: 'read',
    updated: '2026-10-01T08:00:00.000Z',
    newer: ['ga-24.04', 'hwe-24.04'].map((kernel) => ({
      product: `com.ubuntu.maas.stable:v3:boot:24.04:amd64:${kernel}`,
      here: '20260721',
      there: NEWER,
    })),
  })
  expect(state.updated).not.toBe('2026-10-01T08:00:00.000Z')

  const read = readMirror({ ...EMPTY_MIRROR, folder: pathOf(''), url: pair.mirror.url })
  if (!('settings' in read)) throw new Error(JSON.stringify(read.errors))
  const script = repairScript(bad, pair.upstream, read.settings) ?? ''
  const bin = nginx.pathOf('bin')
  await mkdir(bin)
  const program = async (name: string, text: string) => {
    await writeFile(join(bin, name), `#!/bin/sh\n${text}\n`)
    await chmod(join(bin, name), 0o755)
  }
  await program('sudo', 'AS_ROOT=1 exec "$@"')
  // only root can read and write the folder
  for (const name of ['mkdir', 'curl', 'sha256sum', 'mv', 'rm'])
    await program(name, `[ -n "$AS_ROOT" ] && PATH="\${PATH#*:}" exec ${name} "$@"`)
  const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}` }
  const run = (text: string) => execute('sh', ['-c', `umask 077\n${text}`], { env })

  const wrong = script.replaceAll(/^fetch [\da-f]{64}/gm, `fetch ${'0'.repeat(64)}`)
  await expect(run(wrong)).rejects.toMatchObject({ stdout: expect.not.stringContaining('Repaired') })
  expect((await check()).bad).toEqual(bad)
  expect(existsSync(`${pathOf(cut)}.part`)).toBe(false)

  const { stdout } = await run(script)
  expect(stdout.trim().split('\n')).toEqual([`Repaired ${lost}`, `Repaired ${cut}`])
  expect(await readFile(pathOf(cut), 'utf8')).toBe(sampleContent(cut))
  // the web server can read the new folders and files, whatever the umask
  const modes = [emptied, dirname(pathOf(lost)), pathOf(lost), pathOf(cut)].map((path) => statSync(path).mode)
  expect(modes.map((mode) => (mode & 0o777).toString(8))).toEqual(['755', '755', '644', '644'])
  expect((await check()).bad).toEqual([])
})
