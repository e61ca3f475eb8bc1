import { describe, expect, test } from 'vitest'
import { recordedRegion } from '#testing/simulator/fixture-client.ts'
import { KERNEL_BYTES, tinyTree } from '#testing/simulator/fixture-streams.ts'
import { addSource, readAlready } from '#simulator/demo/scenario-parts.ts'
import { MAAS_IO_KEYRING } from '#selections/maas-io.ts'
import type { State } from '#simulator/state/state.ts'

/* How MAAS up to 3.7 handles changes and requests while an import runs. */

const EMPTY = 'http://empty.example.com/'
const READING = 600
/** The last part of READING: MAAS inserts what it has read into its boot resources. */
const INSERTING = 50
const STOPPING = 300
const LONG = 3_600_000

const ALL = { arches: ['*'], subarches: ['*'], labels: ['*'] }
const CENTOS = { ...ALL, os: 'centos', release: '8' }

type Story = ReturnType<typeof recordedRegion>

/** A region that downloads: it has read its sources, and no byte has arrived yet. */
function importing(change: (state: State) => void = () => {}, version = '3.5.13'): Story {
  const story = recordedRegion(
    (state) => {
      state.bytesPerSecond = KERNEL_BYTES
      state.config.set('boot_images_auto_import', false)
      change(state)
    },
    { version },
  )
  story.region.startImport()
  story.clock.advance(READING)
  return story
}

const starts = ({ region }: Story) =>
  region.events('DEBUG', { limit: 50 }).filter(({ description }) => description.startsWith('Started')).length

const firstSelection = ({ region }: Story) => {
  const [selection] = region.selections(1)
  if (selection === undefined) throw new Error('Jammy is selected.')
  return selection
}

/** A source from which nothing is selected, and which has no bootloaders. */
const withEmptySource = (state: State) => {
  state.streams.set('empty.example.com', tinyTree(EMPTY, []))
  readAlready(state, addSource(state, EMPTY))
}

/** What happens during the import, and how often MAAS imports in all. */
const CASES: [what: string, during: (story: Story) => void, rounds: number][] = [
  ['nothing', () => {}, 1],
  ['a request for an import', ({ region }) => region.startImport(), 1],
  ['a selection that is added', ({ region }) => void region.createSelection(1, CENTOS), 2],
  [
    'a selection that is added and deleted again',
    ({ region }) => region.deleteSelection(1, region.createSelection(1, CENTOS).id),
    1,
  ],
  [
    'a selection that is changed',
    (story) => void story.region.updateSelection(1, firstSelection(story).id, { arches: ['*'] }),
    2,
  ],
  [
    'a selection that is changed and changed back',
    (story) => {
      const { id, arches } = firstSelection(story)
      story.region.updateSelection(1, id, { arches: ['*'] })
      story.region.updateSelection(1, id, { arches })
    },
    1,
  ],
  [
    'another source',
    ({ region }) => void region.createSource({ url: `${EMPTY}other/`, keyringFilename: MAAS_IO_KEYRING }),
    2,
  ],
  [
    'the last source, deleted and added again',
    ({ region }) => {
      region.deleteSource(2)
      region.createSource({ url: EMPTY, keyringFilename: MAAS_IO_KEYRING })
    },
    1,
  ],
  ['a source that is deleted', ({ region }) => region.deleteSource(2), 2],
  [
    'the first source, updated without a change: it is then the last one',
    ({ region }) => void region.updateSource(1, {}),
    2,
  ],
  ['the last source, updated without a change', ({ region }) => void region.updateSource(2, {}), 1],
]

describe.each(['3.4.10', '3.5.13', '3.7.3'])('MAAS %s', (version) => {
  test.each(CASES)(
    'imports again only if sources or selections differ at the end of an import: %s',
    (_, during, rounds) => {
      const story = importing(withEmptySource, version)
      during(story)
      story.clock.advance(LONG)
      expect(story.region.isImporting()).toBe(false)
      expect(starts(story)).toBe(rounds)
    },
  )
})

test('the second round imports what was selected during the first one', () => {
  const { region, clock } = importing()
  region.createSelection(1, CENTOS)
  clock.advance(LONG)
  expect(region.resources().map(({ name }) => name)).toContain('centos/8')
})

test('a change while the sources are still being read needs no second round', () => {
  const { region, clock, state } = recordedRegion((fresh) =>
    fresh.config.set('boot_images_auto_import', false),
  )
  region.startImport()
  clock.advance(READING - INSERTING - 1)
  region.createSelection(1, CENTOS)
  clock.advance(LONG)
  expect(starts({ region, clock, state })).toBe(1)
  expect(region.resources().map(({ name }) => name)).toContain('centos/8')
})

test('a stopped import has no second round, and a request while it stops is skipped', () => {
  const { region, clock } = importing()
  region.createSelection(1, CENTOS)
  region.stopImport()
  region.startImport()
  clock.advance(STOPPING)
  expect(region.isImporting()).toBe(false)
  clock.advance(LONG)
  expect(region.resources().map(({ name }) => name)).not.toContain('centos/8')
})

test('an import whose files are missing has a second round', () => {
  const story = importing((state) => {
    const tree = state.streams.get('images.maas.io/ephemeral-v3/stable')
    if (tree !== undefined)
      state.streams.set('images.maas.io/ephemeral-v3/stable', { ...tree, holds: () => null })
  })
  story.region.createSelection(1, CENTOS)
  // MAAS tries missing files again for two hours
  story.clock.advance(2 * LONG + READING)
  expect(story.region.notifications().map(({ ident }) => ident)).toContain('Image synchronization')
  expect(starts(story)).toBe(2)
})

test('an import that cannot read a source has no second round', () => {
  const story = importing((state) => {
    state.sourcesAnswer = false
  })
  expect(story.region.isImporting()).toBe(false)
  expect(starts(story)).toBe(1)
})
