import { sha256 } from '@noble/hashes/sha2.js'
import { fromBase64 } from '#lib/text/base64.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { streamOffer } from '#simulator/rules/reading.ts'
import { emptyState38, type State38 } from '#simulator/rules38/state38.ts'
import type { State, WantedProduct } from '#simulator/state/state.ts'
import type { ServedStreams } from './served-streams.ts'
import type { StateDocument } from './state-document.ts'
import { WrongControl } from './wrong-control.ts'

/**
 * The state that a document describes. The streams must have the document's changes already. Throws a WrongControl for
 * an offer of a stream that is not there. @param kept what a document does not contain: clock, streams and keyring files
 */
export function readDocument(
  document: StateDocument,
  streams: ServedStreams,
  kept: Pick<State, 'clock' | 'streams' | 'keyringFiles'>,
): State {
  const { conditions, sources, selections, resources, files, uploads, job, rules38 } = document
  const {
    clock: _,
    conditions: __,
    streams: ___,
    pageKey: ____,
    offers,
    config,
    ...rest
  } = structuredClone(document)
  const state: State = {
    ...rest,
    ...kept,
    ranksSources: capabilitiesOf(document.version).ranksSources,
    bytesPerSecond: conditions.bytesPerSecond,
    freeBytes: conditions.freeBytes ?? Infinity,
    sourcesAnswer: conditions.sourcesAnswer,
    proxyRefuses: conditions.proxyRefuses,
    sources: byId(
      sources.map((source) => ({
        ...source,
        keyringData: source.keyringData === null ? null : fromBase64(source.keyringData),
      })),
    ),
    selections: byId(structuredClone(selections)),
    resources: byId(structuredClone(resources)),
    files: new Map(Object.entries(structuredClone(files))),
    uploads: byId(
      uploads.map((upload) => ({
        ...upload,
        received: upload.received === upload.size ? upload.size : 0,
        hash: sha256.create(),
      })),
    ),
    job: null,
    rules38: rules38 && rules38From(structuredClone(rules38)),
    config: new Map(Object.entries(config)),
    offers: new Map(),
  }
  offers.forEach(({ sourceId, stream, changes }, index) => {
    const tree = placed(`offers[${index}]`, () => streams.treeWith(stream, changes))
    const signed = !state.sources.get(sourceId)?.url.endsWith('.json')
    state.offers.set(sourceId, streamOffer(state, tree, signed).products)
  })
  if (job)
    state.job = {
      ...structuredClone(job),
      wanted: job.wanted && wantedFrom(state, job.wanted),
      replaced: new Set(job.replaced),
      endsAt: null,
    }
  return state
}

/** Makes a stream; a refusal names this place in the document. */
export function placed<T>(path: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof WrongControl)) throw error
    throw new WrongControl(
      400,
      error.wrong.map(({ message }) => ({ path, message })),
    )
  }
}

/** Throws a WrongControl for what no source offers. */
const wantedFrom = (
  state: State,
  wanted: NonNullable<NonNullable<StateDocument['job']>['wanted']>,
): WantedProduct[] =>
  wanted.map(({ sourceId, product: name, version: serial }, index) => {
    const product = state.offers.get(sourceId)?.find((one) => one.name === name)
    const version = product?.versions.find((one) => one.version === serial)
    if (product === undefined || version === undefined)
      throw new WrongControl(400, [
        { path: `job.wanted[${index}]`, message: `Source ${sourceId} does not offer ${name} ${serial}.` },
      ])
    return { product, version, sourceId }
  })

const byId = <T extends { id: number }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]))

const rules38From = (document: NonNullable<StateDocument['rules38']>): State38 => ({
  ...emptyState38(0),
  ...document,
  selections: byId(document.selections),
  syncs: new Map(
    document.syncs.map((sync) => [sync.selectionId, { ...sync, replaced: new Set(sync.replaced) }]),
  ),
  runs: new Map(
    (['import', 'schedule'] as const).flatMap((kind) => {
      const waitedFor = document.runs[kind]
      return waitedFor === undefined ? [] : [[kind, new Set(waitedFor)]]
    }),
  ),
  reads: new Map(document.reads.map(({ sourceId, at, syncs }) => [sourceId, { at, syncs }])),
})
