import { describe, expect, test } from 'vitest'
import { recordedRegion } from '#testing/simulator/fixture-client.ts'
import { KERNEL_BYTES } from '#testing/simulator/fixture-streams.ts'
import { hold, kernelsOf } from '#simulator/demo/scenario-parts.ts'

/* A stop while MAAS removes images, before it downloads anything: the kernels of focal, which nothing selects. */

const PREPARED = 600
const LONG = 3_600_000

function started(version: string) {
  const story = recordedRegion(
    (state) => {
      state.bytesPerSecond = KERNEL_BYTES
      state.config.set('boot_images_auto_import', false)
      hold(state, kernelsOf(state.offers.get(1) ?? [], 'ubuntu', 'focal', 'amd64'))
    },
    { version },
  )
  const removes = story.region.resources().filter(({ name }) => name === 'ubuntu/focal').length
  story.region.startImport()
  return { ...story, removalTakes: removes * 1_000 }
}
type Story = ReturnType<typeof started>

const names = ({ region }: Story) => [...new Set(region.resources().map(({ name }) => name))].toSorted()
const selectNoble = ({ region }: Story) =>
  region.createSelection(1, {
    os: 'ubuntu',
    release: 'noble',
    arches: ['amd64'],
    subarches: ['*'],
    labels: ['*'],
  })

describe.each(['3.5.13', '3.6.5', '3.7.3'])('MAAS %s', (version) => {
  test('takes a second for each boot resource that it removes, which it lists until then', () => {
    const story = started(version)
    const { region, clock, removalTakes } = story
    expect(removalTakes).toBeGreaterThan(0)
    clock.advance(PREPARED + removalTakes - 1)
    expect(names(story)).toContain('ubuntu/focal')
    clock.advance(1)
    expect(names(story)).not.toContain('ubuntu/focal')
    expect(region.isImporting()).toBe(true)
  })

  test.each(['first', 'last'])('ignores a stop in the %s moment of that, and later ones', (moment) => {
    const story = started(version)
    const { region, clock, removalTakes } = story
    clock.advance(moment === 'first' ? PREPARED : PREPARED + removalTakes - 1)
    region.stopImport()
    clock.advance(removalTakes)
    region.stopImport()
    clock.advance(1_000)
    expect(region.isImporting()).toBe(true)
    clock.advance(LONG)
    expect(region.isImporting()).toBe(false)
    expect(names(story)).toContain('ubuntu/jammy')
    expect(region.resources().flatMap(({ sets }) => sets)).not.toEqual([])
  })

  test('lists a removed boot resource with all its files, which are deleted by then', () => {
    const { region, clock, state } = started(version)
    clock.advance(PREPARED)
    const [{ id } = { id: 0 }] = region.resources().filter(({ name }) => name === 'ubuntu/focal')
    const files = region.resource(id).sets.flatMap((set) => set.files)
    expect(files).not.toEqual([])
    for (const { done, size, sha256 } of files) {
      expect(done).toBe(size)
      expect(state.files.has(sha256)).toBe(false)
    }
  })

  test('does not import again what is selected after such a stop', () => {
    const story = started(version)
    const { region, clock } = story
    clock.advance(PREPARED)
    region.stopImport()
    selectNoble(story)
    clock.advance(LONG)
    expect(names(story)).not.toContain('ubuntu/noble')
    region.startImport()
    clock.advance(LONG)
    expect(names(story)).toContain('ubuntu/noble')
  })

  test('reports no failure of the downloads after such a stop', () => {
    const noted = [true, false].map((stops) => {
      const story = started(version)
      const { region, clock, state } = story
      state.freeBytes = 1
      clock.advance(PREPARED)
      if (stops) region.stopImport()
      clock.advance(LONG)
      expect(region.isImporting()).toBe(false)
      return region.notifications().length
    })
    expect(noted).toEqual([0, 1])
  })

  test('hears a stop once it downloads', () => {
    const { region, clock, removalTakes } = started(version)
    clock.advance(PREPARED + removalTakes)
    region.stopImport()
    clock.advance(1_000)
    expect(region.isImporting()).toBe(false)
  })
})

test('MAAS 3.4 removes them at once, and hears the stop', () => {
  const story = started('3.4.10')
  story.clock.advance(PREPARED)
  expect(names(story)).not.toContain('ubuntu/focal')
  story.region.stopImport()
  story.clock.advance(1_000)
  expect(story.region.isImporting()).toBe(false)
})
