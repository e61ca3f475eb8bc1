import { effectiveSelections } from '#api/effective-selections.ts'
import type { BootSource, NewSelection } from '#contract/maas.ts'
import { standingClock } from '#testing/simulator/fixture-client.ts'
import { tinyStreams, tinyTree } from '#testing/simulator/fixture-streams.ts'
import { MaasRefusal } from '#simulator/state/refusal.ts'
import { streamKey } from '#simulator/rules/reading.ts'
import { Region } from '#simulator/rules/region.ts'
import { addSource, emptyState, readAlready, select } from '#simulator/demo/scenario-parts.ts'
import type { StreamProduct } from '#streams/simplestreams/products.ts'
import { changeSteps } from '#features/source/rules/source-steps.ts'
import type {
  SourceExtras,
  SourceSpec,
  SourceState,
  SourceStep,
  SourceTarget,
} from '#features/source/rules/model.ts'

/* The rules of the embedded region without HTTP, for plans that are carried out call by call. */

/** A source and what is selected from it. */
export type GivenSource = SourceSpec & { readonly selections: readonly NewSelection[] }

export type Circumstances = {
  /** The id of the first source; the others get the ids after it. */
  readonly firstId?: number
  readonly version?: string
  /** What streams at more addresses list, by URL. */
  readonly offers?: ReadonlyMap<string, readonly StreamProduct[]>
  /** More keyring files on the region's disk, which trust all streams of tests. */
  readonly keyringFiles?: readonly string[]
  /** The users who have an API key; if absent, new ones. */
  readonly users?: Region['users']
}

/** A region with these sources, all of them read. */
export function regionWith(
  sources: readonly GivenSource[],
  { firstId = 1, version = '3.5.13', users, offers = new Map(), keyringFiles = [] }: Circumstances = {},
) {
  const clock = standingClock()
  const streams = tinyStreams()
  const state = emptyState(clock, streams, version)
  if (users) state.users = users
  for (const path of keyringFiles) state.keyringFiles.set(path, streams.keyring)
  for (const [url, products] of offers) state.streams.set(streamKey(url), tinyTree(url, products))
  state.lastId.source = firstId - 1
  for (const { url, keyring_filename, keyring_data, selections } of sources) {
    const source = addSource(state, url)
    source.keyringFilename = keyring_filename
    source.keyringData = keyring_data === '' ? null : bytesOf(keyring_data)
    readAlready(state, source)
    for (const { os, release, arches, ...lists } of selections) {
      const selection = select(state, source.id, os, release, [...arches])
      Object.assign(selection, { subarches: [...lists.subarches], labels: [...lists.labels] })
    }
  }
  const region = new Region(state, { apiKey: '' })
  return { region, wait: (ms: number) => clock.advance(ms) }
}
export type Handle = ReturnType<typeof regionWith>

/** Sources and selections as the page reads them. */
export const statesOf = ({ region }: Handle): SourceState[] =>
  region.sources().map((found) => {
    const source: BootSource = {
      id: found.id,
      url: found.url,
      keyring_filename: found.keyringFilename,
      keyring_data: Buffer.from(found.keyringData ?? []).toString('base64'),
      created: '',
      updated: '',
      ...(region.ranksSources && {
        name: found.name,
        priority: found.priority,
        enabled: found.enabled,
        skip_keyring_verification: found.skipsVerification,
      }),
    }
    const selections = region
      .selections(found.id)
      .map(({ sourceId, ...selection }) => ({ ...selection, boot_source_id: sourceId }))
    return { source, selections: effectiveSelections(source, selections) }
  })

/** The state of the region before the first call, and after each call. */
export type Stand = { readonly now: SourceState[]; readonly done: readonly string[] }

/**
 * Carries out the plan of a change, or its first calls. Throws what the region refuses.
 * @param before the state when the change began, if it differs from the current one.
 */
export function carryOut(
  handle: Handle,
  target: SourceTarget,
  { before, calls = Infinity }: { before?: readonly SourceState[]; calls?: number } = {},
): Stand[] {
  const stands: Stand[] = [{ now: statesOf(handle), done: [] }]
  let created = 0
  const importing = handle.region.isImporting()
  const plan = changeSteps(statesOf(handle), target, { importing, ...(before && { before }) })
  for (const [index, step] of plan.entries()) {
    if (index >= calls) break
    created = call(handle, step, created)
    const done = plan.slice(0, index + 1).map(({ kind }) => kind)
    stands.push({ now: statesOf(handle), done })
  }
  return stands
}

/** Carries out steps as the product does. Throws what the region refuses. */
export function carryOutSteps(handle: Handle, steps: readonly SourceStep[]): void {
  let created = 0
  for (const step of steps) created = call(handle, step, created)
}

/** Does one step as the product does; the id of the source that was created last. */
function call({ region, wait }: Handle, step: SourceStep, created: number): number {
  switch (step.kind) {
    case 'create-source':
      return region.createSource(formOf({ ...step.spec, ...step.extras })).id
    case 'update-source':
      region.updateSource(step.id ?? created, formOf({ ...step.spec, ...step.extras }))
      break
    case 'delete-source':
      region.deleteSource(step.id)
      break
    case 'create-selection': {
      const id = step.sourceId ?? created
      onceRead({ region, wait }, id, () => region.createSelection(id, listsOf(step.wanted)))
      break
    }
    case 'update-selection': {
      const { sourceId, id, wanted } = step
      onceRead({ region, wait }, sourceId, () => region.updateSelection(sourceId, id, listsOf(wanted)))
      break
    }
    case 'delete-selection':
      region.deleteSelection(step.sourceId, step.id)
      break
    case 'stop-import':
      region.stopImport()
      wait(1_000)
      break
    default:
      region.startImport()
  }
  return created
}

/**
 * A call that is refused because the source has not been read is accepted a second later, if needed after an import.
 */
function onceRead({ region, wait }: Handle, sourceId: number, write: () => void): void {
  try {
    write()
  } catch (error) {
    if (!(error instanceof MaasRefusal) || !/available images/i.test(error.message)) throw error
    if (sourceId === 1) region.startImport()
    wait(1_000)
    write()
  }
}

const formOf = (sent: SourceSpec & Partial<SourceExtras>) => ({
  url: sent.url,
  keyringFilename: sent.keyring_filename,
  keyringData: sent.keyring_data === '' ? undefined : bytesOf(sent.keyring_data),
  name: sent.name,
  priority: sent.priority?.toString(),
  enabled: sent.enabled?.toString(),
  skipsVerification: sent.skip_keyring_verification?.toString(),
})

const listsOf = ({ os, release, arches, subarches, labels }: NewSelection) => ({
  os,
  release,
  arches: [...arches],
  subarches: [...subarches],
  labels: [...labels],
})

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))
