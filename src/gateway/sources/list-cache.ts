import type { Fetched, Fetcher } from '#gateway/fetch/source-fetch.ts'
import { digestOf } from '#lib/digest.ts'
import { createExpiringCache } from '#lib/expiring-cache.ts'

/** The lists of a source are kept this long after their last use: someone is choosing images. */
const KEPT_MS = 120_000
const MOST_SOURCES = 2
/** The lists of maas.io have 5 MB. */
const MOST_BYTES = 16_000_000

/** What was fetched below one index, by address. */
type Lists = { readonly sum: string; readonly files: Map<string, Fetched>; bytes: number }

/**
 * Keeps the lists of the sources that were read last for a mirror, so that another order of images does not download them
 * again. The index is fetched each time; when it has changed, so may have all that it names.
 */
export function createListCache(now: () => number) {
  const kept = createExpiringCache<Lists>({ max: MOST_SOURCES, ttlMs: KEPT_MS, now, sinceLastUse: true })
  return {
    /** A fetcher for one read of a source. @param fresh fetches everything again */
    through(fetcher: Fetcher, indexUrl: string, fresh: boolean): Fetcher {
      let lists: Lists | undefined
      return {
        ...fetcher,
        async get(url, options) {
          const known = lists?.files.get(url)
          if (known) {
            options.took?.(known.bytes?.length ?? 0)
            return known
          }
          const fetched = await fetcher.get(url, options)
          if (url === indexUrl) lists = await listsOf(fetched)
          else if (lists) keep(lists, url, fetched)
          return fetched
        },
      }

      async function listsOf({ bytes }: Fetched): Promise<Lists> {
        const sum = await digestOf(bytes ?? new Uint8Array())
        const known = kept.get(indexUrl)
        if (!fresh && known?.sum === sum) return known
        const begun: Lists = { sum, files: new Map(), bytes: 0 }
        kept.set(indexUrl, begun)
        return begun
      }
    },
  }
}

function keep(lists: Lists, url: string, fetched: Fetched): void {
  const bytes = lists.bytes + (fetched.bytes?.length ?? 0)
  if (bytes > MOST_BYTES) return
  lists.bytes = bytes
  lists.files.set(url, fetched)
}
