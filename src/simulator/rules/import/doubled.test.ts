import { expect, test } from 'vitest'
import { hold, kernelsOf } from '#simulator/demo/scenario-parts.ts'
import { recordedRegion } from '#testing/simulator/fixture-client.ts'

/* A boot resource that an upgrade of MAAS has left twice. */

const JAMMY = 'ubuntu/jammy amd64/ga-22.04'
const ALL = { arches: ['*'], subarches: ['*'], labels: ['*'] }

/** A region with the older and the newer version of one kernel of jammy in two boot resources. */
function upgraded() {
  const story = recordedRegion((state) => {
    state.config.set('boot_images_auto_import', false)
    state.config.set('commissioning_distro_series', 'focal')
    const [kernel] = kernelsOf(state.offers.get(1) ?? [], 'ubuntu', 'jammy', 'amd64')
    if (!kernel) throw new Error('The source offers jammy.')
    hold(state, [kernel], { age: 1 })
    hold(state, [kernel], { age: 0 })
  })
  const { region, clock } = story
  const versionsOf = (image: string) =>
    region
      .resources()
      .filter(({ name, architecture }) => `${name} ${architecture}` === image)
      .map(({ sets }) => sets.map(({ version }) => version).join(' '))
  const importAll = () => {
    region.startImport()
    clock.advance(3_600_000)
    expect(region.isImporting()).toBe(false)
  }
  return { region, versionsOf, importAll }
}

test('stays twice while it is selected, and the rest is imported', () => {
  const { region, versionsOf, importAll } = upgraded()
  importAll()
  expect(versionsOf(JAMMY)).toEqual(['20260601', '20260722'])
  expect(region.resources().length).toBeGreaterThan(2)
})

test('makes each import fail without a message once it is cleared, until one of the two is deleted', () => {
  const { region, versionsOf, importAll } = upgraded()
  const [selection] = region.selections(1)
  if (!selection) throw new Error('Jammy is selected.')
  region.createSelection(1, { ...ALL, os: 'ubuntu', release: 'focal' })
  region.deleteSelection(1, selection.id)
  importAll()
  importAll()
  expect(versionsOf(JAMMY)).toEqual(['20260601', '20260722'])
  expect(region.notifications().map(({ message }) => message)).toEqual([])
  const files = region.resources().flatMap(({ id }) => region.resource(id).sets.flatMap(({ files }) => files))
  expect(files.some(({ done }) => done === 0)).toBe(true)

  const twin = region.resources().find(({ name, architecture }) => `${name} ${architecture}` === JAMMY)
  region.deleteResource(twin?.id ?? 0)
  importAll()
  expect(versionsOf(JAMMY)).toEqual([])
})
