import type { Catalogue, CatalogueArch, CataloguePresence } from '#contract/gateway.ts'
import { imageKey, labeledKey } from '#selections/keys.ts'
import { kernelLabel } from '#selections/wanted-kernels.ts'
import type { SourceAddress } from '#streams/simplestreams/address.ts'
import type { PresenceResult } from './presence.ts'
import type { SourceReading, StreamRead } from './stream-read.ts'

/** A result is used for an hour before the next search. */
const SEARCH_AGAIN_MS = 3_600_000

/** One search for one set of listed files. */
type Search = {
  readonly of: StreamRead['holdings']
  readonly until: number
  checked: number
  total: number
  found: PresenceResult | null
  readonly controller: AbortController
}
export type PresenceSearch = {
  /** The catalogue with the current result for its files; starts a search if none has run for these files. */
  answer(catalogue: Catalogue, read: StreamRead, address: SourceAddress): Catalogue
  /** Ends a running search. */
  stop(): void
}

/** Finds out in the background which of the listed files one source holds. */
export function createPresenceSearch(reading: SourceReading, now: () => number): PresenceSearch {
  let search: Search | null = null
  /** The last answer: the same object while nothing changes, so that it is encoded only once. */
  let shown: { of: Catalogue; presence: CataloguePresence; answer: Catalogue } | null = null

  function begin(read: StreamRead, { root }: SourceAddress, before: PresenceResult | null): Search {
    const controller = new AbortController()
    const begun: Search = {
      of: read.holdings,
      until: now() + SEARCH_AGAIN_MS,
      checked: 0,
      total: 0,
      found: before,
      controller,
    }
    const progress = (checked: number, total: number) => Object.assign(begun, { checked, total })
    void import('./presence.ts')
      .then(({ findPresence }) =>
        findPresence(reading, root, read.holdings, { signal: controller.signal, progress }),
      )
      .then((found) => {
        begun.found = found
      })
    return begun
  }

  /** The search for these files, started when there is none or the last one is too old. */
  function current(read: StreamRead, address: SourceAddress): Search {
    if (search && search.of === read.holdings && now() < search.until) return search
    // the last result is shown until there is a new one
    const before = search?.of === read.holdings ? search.found : null
    search?.controller.abort()
    search = begin(read, address, before)
    return search
  }

  return {
    answer(catalogue, read, address) {
      // maas.io holds what it lists
      if (address.maasIo) return catalogue
      const { checked, total, found } = current(read, address)
      const presence: CataloguePresence = found?.presence ?? { state: 'checking', checked, total }
      if (shown && shown.of === catalogue && isSame(shown.presence, presence)) return shown.answer
      const answer = found ? marked(catalogue, found) : { ...catalogue, presence }
      shown = { of: catalogue, presence, answer }
      return answer
    },
    stop: () => search?.controller.abort(),
  }
}

/** The catalogue with `absent` at each image that lacks a listed file. */
function marked(catalogue: Catalogue, { presence, absent }: PresenceResult): Catalogue {
  const releases = catalogue.releases.map((release) => ({
    ...release,
    arches: release.arches.map((arch) => {
      const lacks = absentLabels(imageKey(release.os, release.release, arch.arch), arch, absent)
      return lacks ? { ...arch, absent: lacks } : arch
    }),
  }))
  return { ...catalogue, releases, presence }
}

/** The labels for which an image lacks files; true: its only label. */
function absentLabels(
  image: string,
  arch: CatalogueArch,
  absent: ReadonlySet<string>,
): true | string[] | null {
  if (absent.has(image)) return true
  const labels = [...new Set(arch.kernels.map((kernel) => kernelLabel(arch, kernel)))]
  const lacks = labels.filter((label) => absent.has(labeledKey(image, label)))
  return lacks.length > 0 ? lacks : null
}

const isSame = (a: CataloguePresence, b: CataloguePresence) =>
  a === b || JSON.stringify(a) === JSON.stringify(b)
