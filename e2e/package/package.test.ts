import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { request } from 'undici'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { catalogue, regionAnswer } from '#contract/gateway.ts'
import { readOptions } from '#gateway/options/options.ts'
import { createControlClient } from '#simulator/control/door/client.ts'
import { startSimulator } from '#simulator/serve.ts'
import { buildImage, inStage } from './build-image.ts'
import { commandOf, environmentOf, stagesOf } from './dockerfile.ts'
import { packedIn } from './install-offline.ts'
import { outsideProject, shownFiles } from './outside-project.ts'
import { suiteOn } from './own-region.ts'
import { runProgram } from './program.ts'

/*
 * The package as it is handed out, built and installed by the steps of the Dockerfile, without Docker and without network
 * (build-image.ts says what is replaced). Not covered: the base images, the user and the read-only root of a container, and
 * systemd itself.
 */

// two builds on two busy cores
const SLOW = { timeout: 300_000 }

const REPOSITORY = process.cwd()
const STAGES = stagesOf(readFileSync('docs/deploy/Dockerfile', 'utf8'))
const [BUILD, FINAL] = STAGES
const UNIT = readFileSync('docs/deploy/maas-images.service', 'utf8')

let root: string
/** The installed package, and its program as the container starts it. */
let home: string
let program: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'maas-images-package-'))
  buildImage(REPOSITORY, STAGES, root)
  const [entry = ''] = commandOf(final(), 'ENTRYPOINT')
  program = inStage(root, '1', entry)
  home = join(program, '../../lib/node_modules/maas-images')
  mkdirSync(join(root, 'empty'))
}, SLOW.timeout)
afterAll(() => rmSync(root, { recursive: true }))

const running: { stop(): void }[] = []
afterEach(() => {
  for (const one of running.splice(0)) one.stop()
})

function final() {
  if (!FINAL) throw new Error('The Dockerfile has one stage only.')
  return FINAL
}

let project: ReturnType<typeof outsideProject> | null = null
/** Another project that has installed the package. */
const outside = () =>
  (project ??= outsideProject(REPOSITORY, packedIn(inStage(root, 'build', '/tmp')), join(root, 'outside')))

const run = (args: readonly string[], env: Record<string, string> = {}) =>
  runProgram([program, ...args], { folder: join(root, 'empty'), env })

/** Starts the installed program as the container does, on a free port, and waits until it serves. */
async function serve(args: readonly string[], env: Record<string, string> = {}) {
  const started = run(args, { ...environmentOf(final()), ...env, PORT: '0' })
  running.push(started)
  await expect.poll(started.output).toContain('Press Ctrl-C to stop')
  const port = /^MAAS Images is ready: http:\/\/[\d.]+:(\d+)\/$/m.exec(started.output())?.[1] ?? ''
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const { statusCode, body } = await request(`http://127.0.0.1:${port}${path}`, { headers })
    return { status: statusCode, bytes: Buffer.from(await body.arrayBuffer()) }
  }
  const json = async (path: string): Promise<unknown> => JSON.parse((await get(path)).bytes.toString())
  return { ...started, port, get, json }
}

/** The health check of the image, as Docker runs it. */
const isHealthy = async (port: string) => {
  const check = runProgram(commandOf(final(), 'HEALTHCHECK'), { folder: root, env: { PORT: port } })
  return (await check.ended).code === 0
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))

test('the package contains the product, its documents and examples, and nothing else', () => {
  const files = filesIn(home).filter((name) => !name.startsWith('node_modules'))
  expect(new Set(files.map((name) => name.split('/')[0]))).toEqual(
    new Set(['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'dist', 'docs']),
  )
  expect(files).toContain('dist/page/third-party-licenses.txt')
  expect(files.filter((name) => name.startsWith('docs')).toSorted()).toEqual(
    [...readdirSync('docs/deploy').map((name) => `docs/deploy/${name}`), 'docs/qa.md'].toSorted(),
  )
  expect(files.filter((name) => /(?<!\.d)\.tsx?$|\.test\./.test(name))).toEqual([])
  const places = [REPOSITORY, root]
  const named = files.filter((name) => {
    const text = readFileSync(join(home, name), 'latin1')
    return places.some((place) => text.includes(place))
  })
  expect(named).toEqual([])
})

test('all scripts of the page but the first one are marked to be compiled while they arrive', () => {
  const assets = join(home, 'dist/page/assets')
  const isMarked = (name: string) => readFileSync(join(assets, name), 'utf8').startsWith('//# allFunctions')
  const scripts = filesIn(assets).filter((name) => name.endsWith('.js') && !name.includes('worker-'))
  const unmarked = scripts.filter((name) => !isMarked(name))
  expect(unmarked).toEqual([expect.stringMatching(/^index-/)])
  expect(scripts.length).toBeGreaterThan(1)
})

test('a browser can load the region for msw: none of its files imports a module of Node.js', () => {
  const reached = new Set<string>()
  const reach = (path: string): void => {
    if (reached.has(path)) return
    reached.add(path)
    for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(/^import\b[^'"]*["']([^"']+)["'];?$/gm)) {
      expect(name, path).not.toMatch(/^node:/)
      if (name.startsWith('.')) reach(join(path, '..', name))
    }
  }
  reach(join(home, 'dist/kit/msw.js'))
  expect(reached.size).toBeGreaterThan(1)
})

test('with only its runtime packages, it serves the page and reads a source in a separate process', async () => {
  const product = await serve(['--control'])
  const [, url = '', token = ''] =
    /^Control API: (\S+) with the token (\S{32})$/m.exec(product.output()) ?? []
  await expect(createControlClient({ url, token }).readClock()).resolves.toMatchObject({ speed: 1 })
  expect(await product.json('/healthz')).toEqual({ status: 'ok' })
  expect(await isHealthy(product.port)).toBe(true)
  const page = (await product.get('/images')).bytes.toString()
  expect(page).toContain('<title>Images | MAAS</title>')
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? ''
  const built = readFileSync(join(home, 'dist/page', `${script}.br`))
  expect((await product.get(script, { 'accept-encoding': 'br' })).bytes).toEqual(built)
  expect(catalogue.parse(await product.json('/gateway/catalogue/1')).signature.verdict).toBe('valid')
  product.stop()
  expect((await product.ended).code).toBe(0)
  expect(await isHealthy(product.port)).toBe(false)
})

test('it works with a separate region, and uses less than 120 MB', async () => {
  const region = await startSimulator()
  try {
    const product = await serve(['--maas', region.maasUrl, '--host', '127.0.0.1'], {
      MAAS_API_KEY: region.apiKey,
    })
    const answer = regionAnswer.parse(await product.json('/gateway/region'))
    expect(answer).toMatchObject({ embedded: false, user: { admin: true } })
    expect(megabytesOf(product.pid)).toBeLessThan(120)
  } finally {
    await region.close()
  }
})

/** The memory that a process uses now; 0 if the system does not report it. */
const megabytesOf = (pid: number) =>
  process.platform !== 'linux'
    ? 0
    : Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

test('commands in its messages can be typed as shown', async () => {
  const help = await run(['--help']).ended
  expect(help).toMatchObject({ code: 0, err: '' })
  expect(help.out).toContain('maas-images [OPTIONS]')
  expect(help.out).toContain('maas-images e2e --help')
  expect(help.out).not.toContain('npm')

  const wrong = await run(['--nonsense']).ended
  expect(wrong).toMatchObject({ code: 1, out: '' })
  expect(wrong.err).toContain('--nonsense')
  expect(wrong.err).not.toContain('npm')

  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const taken = await run(['--port', String(port)]).ended
  const region = await run(['--port', '0', '--region-port', String(port)]).ended
  const control = await run(['--port', '0', '--control', '--control-port', String(port)]).ended
  other.close()
  expect(taken.code).toBe(1)
  expect(taken.err).toContain(`Choose another one: maas-images --port ${port + 1}\n`)
  const say = (option: string) =>
    `Port ${port} on 127.0.0.1 is taken by another program. Choose another ${option}.\n`
  expect([region.code, region.err]).toEqual([1, say('--region-port')])
  expect([control.code, control.err]).toEqual([1, say('--control-port')])
})

test('another project tests the product with it, as the documentation shows', SLOW, async () => {
  const project = outside()
  for (const { path, text } of shownFiles(readFileSync(join(home, 'docs/qa.md'), 'utf8')))
    project.write(path, text)
  const tested = project.test()
  for (const way of ['bundler', 'nodenext'] as const)
    expect(await project.compile(way), way).toEqual({ code: 0, out: '', err: '' })
  for (const [path, printed] of [
    ['side-by-side.ts', /^http:\S+ http:\S+\/MAAS \S+:\S+:\S+\n/],
    ['without-a-port.ts', /version: '3\.5\.13'/],
  ] as const)
    expect(await project.run(path)).toEqual({ code: 0, out: expect.stringMatching(printed), err: '' })
  const tests = await tested
  expect(tests).toMatchObject({ code: 0, err: '' })
  expect(tests.out).toContain('3 passed')
})

test('another project runs the suite on a MAAS region, and no report contains a key', SLOW, async () => {
  const { key, ended, reports } = await suiteOn(outside())
  expect(ended.code, ended.out + ended.err).toBe(0)
  expect(ended.out).toContain('2 passed')
  expect(ended.out).toContain('2 skipped')
  expect(ended.out).toContain('These tests only read: --write')
  expect(ended.out).toContain('Accessibility is not checked: @axe-core/playwright is not installed.')
  expect(reports.junit).toMatch(/<testsuites [^>]*tests="4" failures="0" skipped="2" errors="0"/)
  expect(reports.html).toContain('signing out ends the session')
  for (const text of [ended.out, ended.err, reports.junit, reports.html])
    expect(text).not.toContain(key.split(':')[2])
})

test('the suite says what it needs', async () => {
  const maas = ['e2e', '--maas', 'http://maas.example.com:5240/MAAS']
  const withoutKey = await run(maas).ended
  expect(withoutKey).toMatchObject({ code: 1, out: '' })
  expect(withoutKey.err).toContain('Set the environment variable MAAS_API_KEY')
  // installed as a program, without Playwright beside it
  const withoutPlaywright = await run(maas, { MAAS_API_KEY: 'a:b:c' }).ended
  expect(withoutPlaywright).toMatchObject({ code: 1, out: '' })
  expect(withoutPlaywright.err).toContain('npm install --save-dev @playwright/test @axe-core/playwright')
  const help = await run(['e2e', '--help']).ended
  expect(help).toMatchObject({ code: 0, err: '', out: expect.stringContaining('--report FOLDER') })
})

test('--dev says that it needs the repository', async () => {
  const { code, err } = await run(['--dev']).ended
  expect(code).toBe(1)
  expect(err).toContain('clone of the repository')
})

test('the image is built from one exact version of Node.js, and its program does not run as root', () => {
  expect(BUILD?.image).toMatch(/^node:\d+\.\d+\.\d+-\w+-slim$/)
  expect(FINAL?.image).toBe(BUILD?.image)
  const users = final().steps.filter(({ name }) => name === 'USER')
  expect(users.map(({ value }) => value)).toEqual(['node'])
  expect(placeOf(final(), 'ENTRYPOINT')).toBeGreaterThan(placeOf(final(), 'USER'))
})

const placeOf = ({ steps }: { steps: readonly { name: string }[] }, wanted: string) =>
  steps.findIndex(({ name }) => name === wanted)

test('the systemd unit starts the installed program with options that it understands', () => {
  const line = /^ExecStart=([^]*?[^\\])$/m.exec(UNIT)?.[1] ?? ''
  const [path = '', ...args] = line.split(/\s*\\\n\s*|\s+/)
  // where `npm install --global --prefix /opt/maas-images` installs it, in the container and on a machine
  expect([path]).toEqual(commandOf(final(), 'ENTRYPOINT'))
  expect(basename(path)).toBe(basename(program))
  const understood = readOptions(args, { MAAS_IMAGES_SECRET: 'x'.repeat(32) })
  expect(understood).toMatchObject({ kind: 'start', options: { access: { kind: 'sign-in' } } })
})
