import { setTimeout } from 'node:timers/promises'
import type { BootSource, Selection } from '#contract/maas.ts'
import { fromBase64 } from '#lib/text/base64.ts'
import type { Form, MaasApi } from './maas-api.ts'

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

/** The same state, written so that two can be compared: without times, and without ids of what may be created again. */
export const contentOf = ({ sources, selections, custom }: Found) => ({
  sources: sources.map(textOf).toSorted(),
  selections: selections
    .map((one) => `${sources.find(({ id }) => id === one.boot_source_id)?.url} ${wantedBy(one)}`)
    .toSorted(),
  custom,
})

const textOf = ({ url, keyring_filename, keyring_data, name, priority, enabled }: BootSource) =>
  JSON.stringify([url, keyring_filename, keyring_data, name, priority, enabled])

const wantedBy = ({ os, release, arches, subarches, labels }: Selection) =>
  [os, release, ...[arches, subarches, labels].map((list) => list.toSorted().join())].join(' ')

/**
 * Makes sources, selections and custom images what they were. MAAS has to be without an import. A source that was replaced
 * by another one is created again, and has a new ID then: up to 3.7, MAAS cannot change one with keyring data into one
 * with a keyring file.
 * @param pause called while MAAS has not read a new source yet, before which it accepts no selection
 */
export async function restoreContent(
  maas: MaasApi,
  found: Found,
  pause: () => Promise<void> = () => setTimeout(POLL_MS),
): Promise<void> {
  const ids = await restoreSources(maas, found.sources)
  await restoreSelections(whenRead(maas, pause), found.selections, ids)
  const { custom } = await findState(maas)
  for (const id of custom) {
    if (!found.custom.includes(id)) await maas.send('DELETE', `boot-resources/${id}/`)
  }
}

/** A region whose time runs faster can be polled more often. */
export const POLL_MS = Number(process.env['MAAS_E2E_POLL_MS'] ?? 2_000)
const MOST_POLLS = 120

/** Repeats what MAAS refuses until it has read the source. */
const whenRead = (maas: MaasApi, pause: () => Promise<void>): MaasApi => ({
  ...maas,
  async send(...call) {
    for (let polls = 0; ; polls += 1)
      try {
        return await maas.send(...call)
      } catch (error) {
        if (polls === MOST_POLLS || !/no available images/.test(String(error))) throw error
        await pause()
      }
  },
})

/** Creates what is missing before it deletes what is new: a region never has no source. Gives the IDs by those before. */
async function restoreSources(
  maas: MaasApi,
  found: readonly BootSource[],
): Promise<ReadonlyMap<number, number>> {
  const now = await maas.sources()
  const ids = new Map<number, number>()
  const left = new Set(now)
  const keep = (before: BootSource, source: BootSource) => {
    ids.set(before.id, source.id)
    left.delete(source)
  }
  for (const before of found) {
    const same = [...left].filter((one) => textOf(one) === textOf(before))
    const kept = same.find(({ id }) => id === before.id) ?? same[0]
    if (kept) keep(before, kept)
  }
  for (const before of found.filter(({ id }) => !ids.has(id))) {
    const changed = [...left].find(({ id }) => id === before.id)
    if (changed && (changed.keyring_data === '' || before.keyring_data !== '')) {
      await maas.send('PUT', `boot-sources/${changed.id}/`, formOf(before))
      keep(before, changed)
      continue
    }
    for (const other of [...left].filter((one) => excludes(one, before))) {
      await maas.send('DELETE', `boot-sources/${other.id}/`)
      left.delete(other)
    }
    const known = new Set((await maas.sources()).map(({ id }) => id))
    await maas.send('POST', 'boot-sources/', formOf(before))
    const added = (await maas.sources()).find(({ id }) => !known.has(id))
    if (added) ids.set(before.id, added.id)
  }
  for (const { id } of left) await maas.send('DELETE', `boot-sources/${id}/`)
  return ids
}

/** Whether MAAS cannot have both. */
const excludes = (one: BootSource, other: BootSource) =>
  one.url === other.url ||
  (one.priority !== undefined && (one.priority === other.priority || one.name === other.name))

/** MAAS takes keyring data only as a file. */
const formOf = ({ url, keyring_filename, keyring_data, name, priority, enabled }: BootSource): Form => ({
  url,
  keyring_filename,
  ...(keyring_data !== '' && { keyring_data: new Blob([fromBase64(keyring_data)]) }),
  ...(name !== undefined && { name }),
  ...(priority !== undefined && { priority: String(priority) }),
  ...(enabled !== undefined && { enabled: String(enabled) }),
})

async function restoreSelections(
  maas: MaasApi,
  before: readonly Selection[],
  ids: ReadonlyMap<number, number>,
): Promise<void> {
  const found = before.map((one) => ({
    ...one,
    boot_source_id: ids.get(one.boot_source_id) ?? one.boot_source_id,
  }))
  const isSame = (one: Selection) => (other: Selection) =>
    one.boot_source_id === other.boot_source_id && wantedBy(one) === wantedBy(other)
  const now = (await findState(maas)).selections
  for (const extra of now.filter((one) => !found.some(isSame(one))))
    await maas.send('DELETE', `boot-sources/${extra.boot_source_id}/selections/${extra.id}/`)
  for (const missing of found.filter((one) => !now.some(isSame(one)))) {
    const { boot_source_id, os, release, arches, subarches, labels } = missing
    const form = { os, release, arches, subarches, labels }
    await maas.send('POST', `boot-sources/${boot_source_id}/selections/`, form)
  }
}
