import { setTimeout } from 'node:timers/promises'
import type { BootSource, Selection } from '#contract/maas.ts'
import { fromBase64 } from '#lib/text/base64.ts'
import type { FormFields, MaasApi } from './maas-api.ts'
import { isFrom38 } from './write-needs.ts'

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
 * by another one is created again, and has a new ID then: MAAS cannot change one with keyring data into one with a
 * keyring file.
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

/** Creates what is missing before it deletes what is new, except what MAAS cannot have beside it. Gives the IDs by those before. */
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
    const changed = [...left].find((one) => one.id === before.id && canBecome(one, before))
    for (const other of [...left].filter((one) => one !== changed && excludes(one, before))) {
      await maas.send('DELETE', `boot-sources/${other.id}/`)
      left.delete(other)
    }
    if (changed) {
      await maas.send('PUT', `boot-sources/${changed.id}/`, formOf(before))
      keep(before, changed)
      continue
    }
    const known = new Set((await maas.sources()).map(({ id }) => id))
    await maas.send('POST', 'boot-sources/', formOf(before))
    const added = (await maas.sources()).find(({ id }) => !known.has(id))
    if (added) ids.set(before.id, added.id)
  }
  for (const { id } of left) await maas.send('DELETE', `boot-sources/${id}/`)
  return ids
}

const canBecome = (one: BootSource, other: BootSource) => one.keyring_data === '' || other.keyring_data !== ''

/** Whether MAAS cannot have both. */
const excludes = (one: BootSource, other: BootSource) =>
  one.url === other.url ||
  (one.priority !== undefined && (one.priority === other.priority || one.name === other.name))

/** MAAS takes keyring data only as a file. */
const formOf = ({
  url,
  keyring_filename,
  keyring_data,
  name,
  priority,
  enabled,
}: BootSource): FormFields => ({
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
  const extra = new Set(now.filter((one) => !found.some(isSame(one))))
  const missing = found.filter((one) => !now.some(isSame(one)))
  const pathOf = ({ boot_source_id, id }: Selection) => `boot-sources/${boot_source_id}/selections/${id}/`
  // up to 3.7, MAAS keeps the selection of the commissioning release; from 3.8 on, a change takes no architecture away
  const changes = !isFrom38(await maas.version())
  const changed = new Map(
    missing.flatMap((one) => {
      const there = [...extra].find(
        (other) =>
          other.boot_source_id === one.boot_source_id && other.os === one.os && other.release === one.release,
      )
      return changes && there ? [[one, there] as const] : []
    }),
  )
  for (const one of changed.values()) extra.delete(one)
  for (const one of extra) await maas.send('DELETE', pathOf(one))
  for (const one of missing) {
    const { boot_source_id, os, release, arches, subarches, labels } = one
    const form = { os, release, arches, subarches, labels }
    const there = changed.get(one)
    if (there) await maas.send('PUT', pathOf(there), form)
    else await maas.send('POST', `boot-sources/${boot_source_id}/selections/`, form)
  }
}
