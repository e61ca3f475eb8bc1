import { ABOVE_ALL, GATEWAY, GATEWAY_ROOMS, ROOMS, type Room } from './rooms.ts'

/** One entry of `overrides` in .oxlintrc.json. */
type Override = { files: string[]; rules: Record<string, unknown> }

const RULE = 'no-restricted-imports'
const TOP = [...new Set([...ROOMS.map(({ name }) => name.split('/')[0] ?? name), ...ABOVE_ALL])]
const TESTS = 'Its tests also import testing.'

const restrict = (parts: readonly string[], message: string) => ({
  [RULE]: ['error', { patterns: [{ regex: `^(${['\\.\\./', ...parts].join('|')})`, message }] }],
})

/** The overrides that make the linter enforce the tables of rooms. Later ones win, so tests come after their room. */
function importLaw(): Override[] {
  return [...ROOMS.flatMap(ofRoom), ofRefusal(), ...GATEWAY_ROOMS.flatMap(ofGatewayRoom), ...aboveRooms()]
}

/** The text of .oxlintrc.json with the law from the tables. Everything else stays as it is. */
export function withLaw(text: string): string {
  const config = JSON.parse(text) as { overrides: Override[] }
  const others = config.overrides.filter(({ rules }) => !(RULE in rules))
  return JSON.stringify({ ...config, overrides: [...others, ...importLaw()] })
}

function ofRoom(room: Room): Override[] {
  const { name, without = [] } = room
  const message = messageOf(room)
  const files = [`src/${name}/**`, ...(name === 'app' ? ['src/main.tsx'] : [])]
  const outside = (above: readonly string[]) => [...siblingsOf(name), ...forbidden(room, above)]
  return [
    { files, rules: restrict([...without, ...outside(ABOVE_ALL)], message) },
    {
      files: [`src/${name}/**/*.test.{ts,tsx}`],
      rules: restrict(
        [...without.filter((it) => it !== 'node:'), ...outside(aboveTests)],
        `${message} ${TESTS}`,
      ),
    },
  ]
}

const aboveTests = ABOVE_ALL.filter((name) => name !== 'testing')

function messageOf({ name, may, because }: Room): string {
  const law = `${name} imports ${may.length === 0 ? 'no other room' : `only ${listed(may)}`}.`
  return because === undefined ? law : `${law} ${because}`
}

/** The other features: a feature may not import them, although app may import the room. */
const siblingsOf = (name: string) =>
  name.includes('/')
    ? ROOMS.filter((other) => other.name !== name && other.name.startsWith('features/')).map(
        (other) => `#${other.name}/`,
      )
    : []

function forbidden({ name, may }: Room, above: readonly string[]): string[] {
  const own = name.split('/')[0]
  const rooms = TOP.filter((top) => top !== own && !may.includes(top) && !ABOVE_ALL.includes(top))
  return [`#(${[...rooms, ...above].join('|')})/`]
}

function ofGatewayRoom(name: string, position: number): Override[] {
  const before = GATEWAY_ROOMS.slice(0, position).map((other) => `#gateway/${other}/`)
  const after = [...GATEWAY_ROOMS.slice(position + 1), 'refusal']
  const message = `gateway/${name} imports of the gateway only ${listed(after)}; of the rooms beside it ${listed(GATEWAY.may)}.`
  return [
    {
      files: [`src/gateway/${name}/*.ts`],
      rules: restrict(
        ['react', ...before, '#gateway/server\\.ts', ...forbidden(GATEWAY, ABOVE_ALL)],
        message,
      ),
    },
    {
      files: [`src/gateway/${name}/*.test.ts`],
      rules: restrict(
        ['react', ...before, ...forbidden(GATEWAY, aboveTests)],
        `${message} Its tests also import testing and start the server.`,
      ),
    },
  ]
}

/** Every room of the gateway uses it to refuse requests, so it imports none of them. */
const ofRefusal = (): Override => ({
  files: ['src/gateway/refusal.ts'],
  rules: restrict(
    ['react', `#gateway/`, ...forbidden(GATEWAY, ABOVE_ALL)],
    `gateway/refusal.ts imports no room of the gateway; of the rooms beside it ${listed(GATEWAY.may)}.`,
  ),
})

/**
 * The process may import every room, and tests in every room have helpers, but neither is built from code that only
 * runs tests.
 */
const aboveRooms = (): Override[] => [
  {
    files: ['src/start.ts', 'src/build-page.ts', 'src/start/*.ts'],
    rules: restrict(
      ['#(testing|e2e)/'],
      'start puts rooms together; it imports nothing that only tests use.',
    ),
  },
  {
    files: ['src/start.test.ts', 'src/start/*.test.ts', 'src/testing/**'],
    rules: restrict(['#e2e/'], 'src imports nothing of e2e.'),
  },
]

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
