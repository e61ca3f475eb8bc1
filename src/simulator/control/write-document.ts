import { toBase64 } from '#lib/text/base64.ts'
import { streamOffer, streamKey } from '#simulator/rules/reading.ts'
import type { StreamTree } from '#simulator/rules/stream-tree.ts'
import type { State, Job } from '#simulator/state/state.ts'
import type { State38 } from '#simulator/rules38/state38.ts'
import type { DatedChange, ServedStreams } from './served-streams.ts'
import type { StateDocument } from './state-document.ts'

/** The state of a region as a document. Throws if a source was read from a stream that is not served. */
export function writeDocument(
  state: State,
  streams: ServedStreams,
  about: Pick<StateDocument, 'clock' | 'pageKey'> & { reachable: boolean },
): StateDocument {
  return structuredClone({
    version: state.version,
    pageKey: about.pageKey,
    clock: about.clock,
    conditions: {
      reachable: about.reachable,
      sourcesAnswer: state.sourcesAnswer,
      bytesPerSecond: state.bytesPerSecond,
      freeBytes: state.freeBytes === Infinity ? null : state.freeBytes,
      proxyRefuses: state.proxyRefuses,
    },
    streams: Object.fromEntries(streams.names().map((name) => [name, [...streams.changesOf(name)]])),
    lastId: state.lastId,
    sources: [...state.sources.values()].map((source) => ({
      ...source,
      keyringData: source.keyringData && toBase64(source.keyringData),
    })),
    offers: [...state.offers.keys()].flatMap((sourceId) => {
      const origin = originOf(state, streams, sourceId)
      return origin === null ? [] : [{ sourceId, ...origin }]
    }),
    selections: [...state.selections.values()],
    resources: [...state.resources.values()],
    resourcesRevision: state.resourcesRevision,
    files: Object.fromEntries(state.files),
    uploads: [...state.uploads.values()].map(({ id, resourceId, sha256, size, received }) => ({
      id,
      resourceId,
      sha256,
      size,
      received,
    })),
    job: state.job && jobOf(state.job),
    rules38: state.rules38 && rules38Of(state.rules38),
    readAt: state.readAt,
    nextSyncAt: state.nextSyncAt,
    config: Object.fromEntries(state.config),
    events: state.events,
    notes: state.notes,
    users: state.users,
    machines: [...state.machines],
    racks: [...state.racks],
    otherRegions: [...state.otherRegions],
  })
}

/** Without the end of its download, which is computed again. */
function jobOf(job: Job): NonNullable<StateDocument['job']> {
  const { readAt, preparedAt, prepared, queue, cursor, downloadFrom, spent } = job
  const { leaving, isDeaf, copies, failed, limitAt, failure, stallsAfter, began, stopAt } = job
  return {
    readAt,
    wanted:
      job.wanted &&
      job.wanted.map(({ product, version, sourceId }) => ({
        sourceId,
        product: product.name,
        version: version.version,
      })),
    preparedAt,
    prepared,
    queue,
    cursor,
    downloadFrom,
    spent,
    leaving,
    isDeaf,
    copies,
    failed,
    limitAt,
    failure,
    replaced: [...job.replaced],
    stallsAfter,
    began,
    stopAt,
  }
}

const rules38Of = (rules: State38): NonNullable<StateDocument['rules38']> => ({
  ...rules,
  selections: [...rules.selections.values()],
  syncs: [...rules.syncs.values()].map((sync) => ({ ...sync, replaced: [...sync.replaced] })),
  runs: Object.fromEntries([...rules.runs].map(([kind, waitedFor]) => [kind, [...waitedFor]])),
  reads: [...rules.reads].map(([sourceId, read]) => ({ sourceId, ...read })),
})

/** The stream, and its changes, from which the region read a source; null: the source offered nothing. */
function originOf(
  state: State,
  streams: ServedStreams,
  sourceId: number,
): { stream: string; changes: DatedChange[] } | null {
  const products = state.offers.get(sourceId) ?? []
  for (const stream of likelyFirst(state, streams, sourceId)) {
    for (const { changes, tree } of streams.versionsOf(stream))
      if (readsOf(state, tree).some((read) => read === products)) return { stream, changes: [...changes] }
  }
  if (products.length > 0) throw new Error(`Source ${sourceId} was read from a stream that is not served.`)
  return null
}

/** All streams, the one at the address of the source first: what MAAS makes of a large stream takes time to find out. */
function likelyFirst(state: State, streams: ServedStreams, sourceId: number): string[] {
  const there = state.streams.get(streamKey(state.sources.get(sourceId)?.url ?? ''))
  const isThere = (name: string) => Number(streams.current(name) === there)
  return streams.names().toSorted((one, other) => isThere(other) - isThere(one))
}

/** Whether the region goes by what it has read from a stream when it was like this. */
export function isRead(state: State, tree: StreamTree): boolean {
  const offers = new Set(state.offers.values())
  return readsOf(state, tree).some((products) => offers.has(products))
}

/** What this MAAS reads from a stream: its signed files, with or without verification, and its unsigned files. */
const readsOf = (state: State, tree: StreamTree) =>
  [streamOffer(state, tree), streamOffer(state, tree, true, false), streamOffer(state, tree, false)].map(
    ({ products }) => products,
  )
