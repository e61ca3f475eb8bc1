/** A room of src/: a folder, what its files may import, and what the linter's message adds. */
export type Room = {
  /** As imports name it, without the `#`: `features/images`. */
  name: string
  may: readonly string[]
  /** What else its product files must not import: Node's modules, React. */
  without?: readonly ('node:' | 'react')[]
  because?: string
}

const FEATURE = ['api', 'ui', 'contract', 'selections', 'show-as', 'streams', 'lib']
const DOWN_TO_STREAMS = ['contract', 'selections', 'streams', 'lib']

export const GATEWAY: Room = {
  name: 'gateway',
  may: DOWN_TO_STREAMS,
  without: ['react'],
  because: 'It reaches every region over HTTP, including the embedded one.',
}

/** Which room may import which. README has the same table, and a test compares the two. */
export const ROOMS: readonly Room[] = [
  { name: 'lib', may: [], without: ['react'] },
  { name: 'contract', may: ['lib'], without: ['node:', 'react'] },
  { name: 'ui', may: ['lib'], without: ['node:'], because: 'It knows no MAAS.' },
  {
    name: 'selections',
    may: ['contract', 'lib'],
    without: ['node:', 'react'],
    because: 'These are pure rules: no HTTP, no React, no Node.',
  },
  {
    name: 'streams',
    may: ['selections', 'lib'],
    without: ['node:', 'react'],
    because: 'These are pure functions: no HTTP, no React, no Node.',
  },
  {
    name: 'show-as',
    may: ['ui', 'contract', 'selections', 'lib'],
    without: ['node:'],
    because: 'It shows plans that others make.',
  },
  { name: 'api', may: ['contract', 'selections', 'lib'], without: ['node:'] },
  {
    name: 'app',
    may: ['features', 'api', 'ui', 'contract', 'selections', 'lib'],
    without: ['node:'],
    because: 'It puts features together.',
  },
  { name: 'simulator', may: DOWN_TO_STREAMS, without: ['react'], because: 'It is a MAAS of its own.' },
  ...['images', 'source', 'mirror', 'activity', 'upload', 'session'].map((feature): Room => ({
    name: `features/${feature}`,
    may: FEATURE,
    without: ['node:'],
    because: 'Only app puts features together.',
  })),
  GATEWAY,
  {
    name: 'demo',
    may: ['gateway', 'simulator', 'ui', ...DOWN_TO_STREAMS],
    without: ['node:'],
    because:
      'It runs the simulator and the core of the gateway in a service worker, and its panel beside the page.',
  },
  {
    name: 'kit',
    may: ['simulator', 'gateway', 'contract', 'lib'],
    without: ['react'],
    because:
      'It is what the package exports: it starts a region and a gateway, and names what is on the page.',
  },
]

/** The rooms of the gateway in their order: each may import the ones after it, never the ones before. */
export const GATEWAY_ROOMS: readonly string[] = [
  'options',
  'routes',
  'sources',
  'session',
  'images',
  'answers',
  'region',
  'fetch',
  'requests',
  'http',
  'addresses',
]

/** What no room may import, because it puts rooms together or only tests use it. */
export const ABOVE_ALL: readonly string[] = ['testing', 'start', 'e2e']
