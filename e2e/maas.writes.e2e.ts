import { expect, test } from './maas-test.ts'
import type { RegionReader } from './maas-test.ts'

test.skip(
  process.env['MAAS_E2E_WRITE'] !== '1',
  'MAAS_E2E_WRITE=1 allows a selection to be added and removed',
)

/** Selections of all sources, by what they say. */
async function selections(reader: RegionReader) {
  const { sources } = await reader.region()
  return (sources ?? []).flatMap(({ source, selections }) =>
    selections.map(({ id, os, release, arches, subarches, labels }) => ({
      source: source.id,
      id,
      wanted: { os, release, arches: [...arches].sort(), subarches, labels },
    })),
  )
}

const contents = (list: Awaited<ReturnType<typeof selections>>) =>
  list.map(({ source, wanted }) => JSON.stringify([source, wanted])).sort()

test('a selection is added, saved, removed and saved again; the region ends as it began', async ({
  page,
  open,
  images,
  reader,
}) => {
  test.setTimeout(300_000)
  const { importing } = await reader.images()
  test.skip(importing, 'an import is running in this region: it is left alone')
  const before = await selections(reader)

  try {
    await open('/images?state=not-selected&sort=size')
    const free = images.grid.getByRole('checkbox', { name: /, Not selected$/ })
    await expect(free.last()).toBeVisible({ timeout: 60_000 })
    const name = (await free.last().getAttribute('aria-label'))?.replace(/, Not selected$/, '') ?? ''

    await test.step(`add ${name}`, async () => {
      await free.last().click()
      await images.save.click()
      await expect(images.bar).toContainText('Selection saved', { timeout: 120_000 })
      expect(contents(await selections(reader))).not.toEqual(contents(before))
    })

    await test.step('stop the import that it began', async () => {
      const stop = page.getByRole('button', { name: 'Stop import' })
      const start = page.getByRole('button', { name: 'Import now' })
      await expect(stop.or(start)).toBeVisible()
      if (await stop.isVisible()) await stop.click()
      await expect(start).toBeVisible({ timeout: 120_000 })
    })

    await test.step('remove it', async () => {
      await open('/images?selected=1')
      await images.grid.getByRole('checkbox', { name: new RegExp(`^${escape(name)}, `) }).click()
      await images.save.click()
      await expect(images.bar).toContainText('Selection saved', { timeout: 120_000 })
      expect(contents(await selections(reader))).toEqual(contents(before))
    })
  } finally {
    await restore(reader, before)
  }
})

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Puts back what a failed test has left. */
async function restore(reader: RegionReader, before: Awaited<ReturnType<typeof selections>>): Promise<void> {
  const now = await selections(reader)
  const is = ({ source, wanted }: (typeof now)[number]) => `${source}/${wanted.os}/${wanted.release}`
  const path = (source: number, id?: number) =>
    `/MAAS/api/2.0/boot-sources/${source}/selections/${id === undefined ? '' : `${id}/`}`
  for (const old of before) {
    const present = now.find((one) => is(one) === is(old))
    if (!present) await reader.send('POST', path(old.source), old.wanted)
    else if (JSON.stringify(present.wanted) !== JSON.stringify(old.wanted))
      await reader.send('PUT', path(old.source, present.id), old.wanted)
  }
  for (const one of now) {
    if (!before.some((old) => is(old) === is(one))) await reader.send('DELETE', path(one.source, one.id))
  }
  expect(contents(await selections(reader))).toEqual(contents(before))
}
