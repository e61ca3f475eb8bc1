import { expect } from '@playwright/test'
import type { BootSource, Selection } from '#contract/maas.ts'
import type { MaasApi } from './maas-api.ts'

/** What a flow can change in a region. */
export type Found = {
  readonly sources: readonly BootSource[]
  readonly selections: readonly Selection[]
  /** Ids of custom images. */
  readonly custom: readonly number[]
}

/** Read from MAAS itself. */
export async function findState(maas: MaasApi): Promise<Found> {
  const sources = await maas.sources()
  const selections = await Promise.all(sources.map(({ id }) => maas.selections(id)))
  const custom = (await maas.resources()).filter(({ type }) => type === 'Uploaded').map(({ id }) => id)
  return { sources, selections: selections.flat(), custom: custom.toSorted((a, b) => a - b) }
}

/** The same state, written so that two can be compared: without ids of selections and times. */
export const contentOf = ({ sources, selections, custom }: Found) => ({
  sources: sources
    .map(({ id, url, keyring_filename, keyring_data }) => [id, url, keyring_filename, keyring_data].join(' '))
    .toSorted(),
  selections: selections.map(wantedBy).toSorted(),
  custom,
})

const wantedBy = ({ boot_source_id, os, release, arches, subarches, labels }: Selection) =>
  [boot_source_id, os, release, ...[arches, subarches, labels].map((list) => list.toSorted().join())].join(
    ' ',
  )

/** A region whose time runs faster can be polled more often. */
const POLL_MS = Number(process.env['MAAS_E2E_POLL_MS'] ?? 2_000)
const QUIET_POLLS = 4

/**
 * Stops the import that a flow began. For some seconds MAAS may report that none is running, so it must stay that way
 * for a while.
 */
export async function stopImports(maas: MaasApi): Promise<void> {
  let quiet = 0
  const quietPolls = async () => {
    const importing = await maas.isImporting()
    quiet = importing ? 0 : quiet + 1
    if (importing) await maas.send('POST', 'boot-resources/?op=stop_import')
    return quiet
  }
  await expect
    .poll(quietPolls, { intervals: [POLL_MS], timeout: 240_000 })
    .toBeGreaterThanOrEqual(QUIET_POLLS)
}

/** Restores what a flow changed, through MAAS's API, however the flow ended; the import that it began is stopped. */
export async function restore(maas: MaasApi, found: Found): Promise<void> {
  await stopImports(maas)
  await restoreSources(maas, found.sources)
  await restoreSelections(maas, found.selections)
  const { custom } = await findState(maas)
  for (const id of custom) {
    if (!found.custom.includes(id)) await maas.send('DELETE', `boot-resources/${id}/`)
  }
  expect(contentOf(await findState(maas))).toEqual(contentOf(found))
  await stopImports(maas)
}

async function restoreSources(maas: MaasApi, found: readonly BootSource[]): Promise<void> {
  for (const { id, url, keyring_filename, keyring_data } of await maas.sources()) {
    const before = found.find((source) => source.id === id)
    if (!before) await maas.send('DELETE', `boot-sources/${id}/`)
    else if (
      before.url !== url ||
      before.keyring_filename !== keyring_filename ||
      before.keyring_data !== keyring_data
    )
      await maas.send('PUT', `boot-sources/${id}/`, {
        url: before.url,
        keyring_filename: before.keyring_filename,
        keyring_data: before.keyring_data,
      })
  }
}

async function restoreSelections(maas: MaasApi, found: readonly Selection[]): Promise<void> {
  const now = (await findState(maas)).selections
  const missing = found.filter((one) => !now.some((other) => wantedBy(other) === wantedBy(one)))
  const extra = now.filter((one) => !found.some((other) => wantedBy(other) === wantedBy(one)))
  for (const { boot_source_id, id } of extra)
    await maas.send('DELETE', `boot-sources/${boot_source_id}/selections/${id}/`)
  for (const { boot_source_id, os, release, arches, subarches, labels } of missing)
    await maas.send('POST', `boot-sources/${boot_source_id}/selections/`, {
      os,
      release,
      arches,
      subarches,
      labels,
    })
}
