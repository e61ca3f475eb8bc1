import { DEFAULT_SOURCE } from '#simulator/rules/import/import.ts'
import { SYNC_EVERY } from '#simulator/rules/settle.ts'
import { emptyState38 } from '#simulator/rules38/state38.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import type { StateDocument } from '#simulator/control/state-document.ts'

const withoutSlash = (url: string) => url.replace(/\/+$/, '')
const STABLE = withoutSlash(DEFAULT_SOURCE.url)

/**
 * The state of a region after an upgrade to this version, as the migrations of MAAS leave it (read in MAAS's code: 0005 and
 * 0008 of the migrations of 3.8). MAAS's own selections are created when the region starts.
 */
export function upgraded(document: StateDocument, version: string): StateDocument {
  const { copiesToRacks, ranksSources } = capabilitiesOf(version)
  const { now } = document.clock
  const next = {
    ...document,
    version,
    // the timer begins with the region
    nextSyncAt: now + SYNC_EVERY,
    racks: document.racks.map((rack) => ({ ...rack, behind: rack.behind && copiesToRacks })),
  }
  return ranksSources && document.rules38 === null ? ranked(withOneRegion(next)) : next
}

/** Without the other region controllers: as MAAS 3.8, the embedded region has only itself. */
const withOneRegion = (document: StateDocument): StateDocument => ({
  ...document,
  otherRegions: [],
  files: Object.fromEntries(
    Object.entries(document.files).map(([sha256, { size, done }]) => [sha256, { size, done }]),
  ),
})

/** Sources of MAAS 3.8: stable has the lowest priority, all others a higher one the later they were created. */
function ranked(document: StateDocument): StateDocument {
  const { selections, ...whole } = withASource(document)
  const others = whole.sources
    .filter(({ url }) => withoutSlash(url) !== STABLE)
    .toSorted((one, other) => one.created - other.created || one.id - other.id)
    .map(({ id }) => id)
  const inOrder = whole.sources.toSorted((one, other) => one.id - other.id)
  const sources = inOrder.map((source) => {
    const url = withoutSlash(source.url)
    const rank =
      url === STABLE
        ? { name: 'MAAS Stable', priority: 1 }
        : { name: url, priority: (others.indexOf(source.id) + 1) * 10 }
    return { ...source, ...rank, url, enabled: true, skipsVerification: url.endsWith('.json') }
  })
  const { syncs: _, runs: __, reads: ___, selections: ____, ...empty } = emptyState38(document.clock.now)
  const rules38 = { ...empty, selections: [], syncs: [], runs: {}, reads: [] }
  return { ...whole, selections, sources, rules38 }
}

/** A region without a source gets stable, with noble selected. */
function withASource(document: StateDocument): StateDocument {
  if (document.sources.length > 0) return document
  const { now } = document.clock
  const lastId = {
    ...document.lastId,
    source: document.lastId.source + 1,
    selection: document.lastId.selection + 1,
  }
  const source = {
    id: lastId.source,
    url: STABLE,
    keyringFilename: DEFAULT_SOURCE.keyringFilename,
    keyringData: null,
    name: '',
    priority: 0,
    enabled: true,
    skipsVerification: false,
    created: now,
    updated: now,
  }
  const selection = {
    id: lastId.selection,
    sourceId: source.id,
    os: 'ubuntu',
    release: 'noble',
    arches: ['amd64'],
    subarches: ['*'],
    labels: ['*'],
  }
  return { ...document, lastId, sources: [source], selections: [selection] }
}
