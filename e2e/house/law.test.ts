import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withLaw } from './law.ts'
import { GATEWAY_ROOMS, ROOMS } from './rooms.ts'

const LAW = '.oxlintrc.json'

const BESIDE = ['lib', 'contract', 'ui', 'selections', 'streams', 'api', 'app', 'simulator', 'gateway']
const FEATURES = ['features/images', 'features/source', 'features/mirror', 'features/session']
const OUTSIDE = ['testing', 'start', 'e2e']
const fileOf = (room: string) => `#${room}/other.ts`
const GATEWAY_FILES = GATEWAY_ROOMS.map((room) => fileOf(`gateway/${room}`))
const EVERYTHING = [
  ...[...BESIDE, ...FEATURES, ...OUTSIDE].map(fileOf),
  ...GATEWAY_FILES,
  '#gateway/server.ts',
  '#gateway/refusal.ts',
  './beside.ts',
  '../parent.ts',
  'node:fs',
  'react',
  'zod',
]

/** Each planted file imports everything; what the linter refuses is the law of its room. */
const PLANTED = [
  ...ROOMS.flatMap(({ name }) => [`src/${name}/planted.tsx`, `src/${name}/planted.test.tsx`]),
  ...GATEWAY_ROOMS.flatMap((name) => [
    `src/gateway/${name}/planted.ts`,
    `src/gateway/${name}/planted.test.ts`,
  ]),
  'src/selections/outcome/planted.ts',
  'src/features/images/rules/planted.ts',
  'src/main.tsx',
  'src/start.ts',
  'src/start/planted.test.ts',
  'src/testing/planted.ts',
  'src/gateway/refusal.ts',
]
const FORMS = {
  'src/ui/type.ts': "import type { A } from '#gateway/a.ts'",
  'src/ui/export.ts': "export { a } from '#gateway/a.ts'",
  'src/ui/later.ts': "void import('#gateway/a.ts')",
}

type Refused = { code: string; message: string; help: string; filename: string }
let refused: Refused[]

// the linter with the project's configuration, in a project that contains only the planted files
beforeAll(() => {
  const place = mkdtempSync(join(tmpdir(), 'house-'))
  afterAll(() => rmSync(place, { recursive: true, force: true }))
  copyFileSync(LAW, join(place, LAW))
  const imports = EVERYTHING.map((specifier) => `import '${specifier}'\n`).join('')
  for (const [file, text] of [...PLANTED.map((path) => [path, imports] as const), ...Object.entries(FORMS)]) {
    mkdirSync(dirname(join(place, file)), { recursive: true })
    writeFileSync(join(place, file), text)
  }
  const oxlint = resolve('node_modules/.bin/oxlint')
  const { stdout } = spawnSync(oxlint, ['--format', 'json', 'src'], { cwd: place, encoding: 'utf8' })
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Refused[] }
  refused = diagnostics.filter(({ code }) => code === 'eslint(no-restricted-imports)')
})

const refusedIn = (file: string) =>
  refused.filter(({ filename }) => filename === file).map(({ message }) => /'(.+?)'/.exec(message)?.[1] ?? '')
/** What a file may import. */
function allowedIn(file: string): string[] {
  const no = new Set(refusedIn(file))
  expect(no, 'the planted file was not linted').toContain('../parent.ts')
  return EVERYTHING.filter((specifier) => !no.has(specifier))
}
const filesOf = (rooms: readonly string[]) =>
  rooms.flatMap((room) =>
    room === 'features' ? FEATURES.map(fileOf) : room === 'gateway' ? WHOLE_GATEWAY : [fileOf(room)],
  )
const WHOLE_GATEWAY = [fileOf('gateway'), ...GATEWAY_FILES, '#gateway/server.ts', '#gateway/refusal.ts']

test.each(ROOMS)('$name imports its own files and the rooms of its row, and no others', (room) => {
  const packages = ['node:fs', 'react'].filter((it) => !room.without?.some((no) => it.startsWith(no)))
  const allowed = [...filesOf([room.name, ...room.may]), './beside.ts', ...packages, 'zod']
  expect(allowedIn(`src/${room.name}/planted.tsx`).sort()).toEqual(allowed.sort())
})

test.each(ROOMS)('tests in $name also import testing and Node', (room) => {
  const packages = room.without?.includes('react') ? ['zod'] : ['react', 'zod']
  const allowed = [...filesOf([room.name, ...room.may, 'testing']), './beside.ts', 'node:fs', ...packages]
  expect(allowedIn(`src/${room.name}/planted.test.tsx`).sort()).toEqual(allowed.sort())
})

const DOWN = ['contract', 'selections', 'streams', 'lib'].map(fileOf)
const ANY = [fileOf('gateway'), '#gateway/refusal.ts', './beside.ts', 'node:fs', 'zod']

test.each(GATEWAY_ROOMS)(
  'gateway/%s imports the rooms after it, not those before it nor the server',
  (name) => {
    const itsOwnAndAfter = GATEWAY_FILES.slice(GATEWAY_ROOMS.indexOf(name))
    const allowed = [...DOWN, ...itsOwnAndAfter, ...ANY]
    expect(allowedIn(`src/gateway/${name}/planted.ts`).sort()).toEqual(allowed.sort())
  },
)

test.each(GATEWAY_ROOMS)(
  'tests in gateway/%s keep that order, start the server and import testing',
  (name) => {
    const itsOwnAndAfter = GATEWAY_FILES.slice(GATEWAY_ROOMS.indexOf(name))
    const allowed = [...DOWN, ...itsOwnAndAfter, ...ANY, '#gateway/server.ts', fileOf('testing')]
    expect(allowedIn(`src/gateway/${name}/planted.test.ts`).sort()).toEqual(allowed.sort())
  },
)

test('a folder of a room has the law of the room', () => {
  const inside = 'src/selections/outcome/planted.ts'
  expect(allowedIn(inside)).toEqual(allowedIn('src/selections/planted.tsx'))
  expect(allowedIn('src/features/images/rules/planted.ts')).toEqual(
    allowedIn('src/features/images/planted.tsx'),
  )
})

test('the files beside the rooms have a law, too', () => {
  expect(allowedIn('src/main.tsx')).toEqual(allowedIn('src/app/planted.tsx'))
  expect(refusedIn('src/start.ts').sort()).toEqual(['#e2e/other.ts', '#testing/other.ts', '../parent.ts'])
  expect(refusedIn('src/start/planted.test.ts').sort()).toEqual(['#e2e/other.ts', '../parent.ts'])
  expect(refusedIn('src/testing/planted.ts').sort()).toEqual(['#e2e/other.ts', '../parent.ts'])
  expect(allowedIn('src/gateway/refusal.ts').sort()).toEqual(
    [...DOWN, './beside.ts', 'node:fs', 'zod'].sort(),
  )
})

test.each(Object.keys(FORMS))('the law holds for types, re-exports and dynamic imports: %s', (file) => {
  expect(refusedIn(file)).toEqual(['#gateway/a.ts'])
})

test.each([
  ['src/contract/planted.tsx', 'contract imports only lib.'],
  ['src/contract/planted.test.tsx', 'contract imports only lib. Its tests also import testing.'],
  ['src/ui/planted.tsx', 'ui imports only lib. It knows no MAAS.'],
  [
    'src/gateway/http/planted.ts',
    'gateway/http imports of the gateway only addresses and refusal; of the rooms beside it contract, selections, streams and lib.',
  ],
  ['src/start.ts', 'start puts rooms together; it imports nothing that only tests use.'],
])('the message in %s says what the room may import', (file, message) => {
  const messages = refused.filter(({ filename }) => filename === file).map(({ help }) => help)
  expect([...new Set(messages)]).toEqual([message])
})

test('.oxlintrc.json has the law of the tables (npm run house -- --write-law writes it)', () => {
  const text = readFileSync(LAW, 'utf8')
  expect(JSON.parse(text)).toEqual(JSON.parse(withLaw(text)))
})

test('the table in README has the rooms and arrows of the law', () => {
  const rows = readFileSync('README.md', 'utf8').matchAll(/^\| `src\/([\w/*]+)` +\|.*\| ([^|]+?) +\|$/gm)
  const table = [...rows].map(([, name = '', may = '']) => [name, may === '–' ? [] : may.split(', ').sort()])
  const law = ROOMS.map(({ name, may }) => [name.replace(/^features\/.+/, 'features/*'), [...may].sort()])
  expect(Object.fromEntries(table)).toEqual(Object.fromEntries(law))
})
