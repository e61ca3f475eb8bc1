import { expect, test } from 'vitest'
import { MAAS_IO, SNAP_KEYRING } from '#selections/maas-io.ts'
import { ask, recordedRegion } from '#testing/simulator/fixture-client.ts'

const [MIRROR, CANDIDATE] = ['http://mirror.example.com/ubuntu/', MAAS_IO.candidate]
const SNAP = { keyringFilename: SNAP_KEYRING }

type Story = ReturnType<typeof recordedRegion>

/** A region with stable (1), a mirror (2) and candidate (3). */
function regionWith(version: string, keyring: { keyringFilename?: string } = {}): Story {
  const story = recordedRegion((state) => state.config.set('boot_images_auto_import', false), { version })
  const { region, clock } = story
  region.updateSource(1, keyring)
  for (const url of [MIRROR, CANDIDATE])
    region.createSource({ url, keyringFilename: region.source(1).keyringFilename, ...keyring })
  clock.advance(10_000)
  return story
}

/** Starts an import, and waits until it has ended. */
const imported = ({ region, clock }: Story) => {
  region.startImport()
  clock.advance(3_600_000)
  expect(region.isImporting()).toBe(false)
}

const listed = async ({ region, clock }: Story) => {
  const answer = await ask(region, clock, { as: 'admin', path: 'boot-sources/' })
  return ((await answer.json()) as { id: number }[]).map(({ id }) => id)
}

/** The sources that the last import read, in its order. */
const read = ({ region }: Story) =>
  region
    .events('DEBUG', { limit: 3 })
    .flatMap(({ description }) => /from source: (.*)/.exec(description)?.[1] ?? [])
    .map((url) => region.sources().find((source) => source.url === url)?.id)
    .toReversed()

test.each<[what: string, change: (story: Story) => void, keyring: object, order: number[]]>([
  ['as they were created', () => {}, {}, [1, 2, 3]],
  ['an updated one last', ({ region }) => region.updateSource(2, { url: `${MIRROR}x/` }), {}, [1, 3, 2]],
  ['one that is updated without a change last', ({ region }) => region.updateSource(1, {}), {}, [2, 3, 1]],
  [
    'one that is created again last',
    ({ region }) => {
      region.deleteSource(2)
      region.createSource({ url: MIRROR, keyringFilename: region.source(1).keyringFilename })
    },
    {},
    [1, 3, 4],
  ],
  ['as before an import, in a package', imported, {}, [1, 2, 3]],
  ['the default one last after an import, in a snap', imported, SNAP, [2, 3, 1]],
  [
    'the default one last if another one was updated before the import, in a snap',
    (story) => {
      imported(story)
      story.region.updateSource(2, {})
      imported(story)
    },
    SNAP,
    [3, 2, 1],
  ],
  [
    'as before an import if none has the default address, in a snap',
    (story) => {
      story.region.updateSource(1, { url: MAAS_IO.stable.replace('http:', 'https:') })
      imported(story)
    },
    SNAP,
    [2, 3, 1],
  ],
])('MAAS up to 3.7 lists its sources %s', async (_, change, keyring, order) => {
  const story = regionWith('3.7.3', keyring)
  change(story)
  expect(await listed(story)).toEqual(order)
})

test.each([
  ['package', {}, [2, 3, 1]],
  ['snap', SNAP, [3, 2, 1]],
])('and an import reads them in that order, in a %s', (_, keyring, order) => {
  const story = regionWith('3.5.13', keyring)
  story.region.updateSource(1, {})
  if (keyring === SNAP) story.region.updateSource(2, {})
  imported(story)
  expect(read(story)).toEqual(order)
})

test('an import writes the keyring file of the snap into the default source', () => {
  const story = regionWith('3.4.10', SNAP)
  story.region.updateSource(1, { keyringFilename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg' })
  imported(story)
  expect(story.region.source(1).keyringFilename).toBe(SNAP_KEYRING)
})

test('MAAS 3.8 keeps the order of an updated source', async () => {
  const story = regionWith('3.8.0')
  story.region.updateSource(1, { name: 'other' })
  expect(await listed(story)).toEqual([1, 2, 3])
})
