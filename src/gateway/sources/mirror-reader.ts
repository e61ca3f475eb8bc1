import type { MirrorContentsAnswer, MirrorFiles, MirrorState } from '#contract/mirror.ts'
import type { Fetcher } from '#gateway/fetch/source-fetch.ts'
import { Refusal } from '#gateway/refusal.ts'
import { toBase64 } from '#lib/text/base64.ts'
import { createExpiringCache } from '#lib/expiring-cache.ts'
import { displayText } from '#lib/text/display-text.ts'
import { comparedWith } from '#streams/mirror/compare-lists.ts'
import type { EnteredSource, MirrorReading, ReadForMirror } from './catalogue-reader.ts'
import type { MirrorOrder } from '#selections/wanted.ts'

/** The most files of a mirror that are checked one by one. */
const MOST_CHECKED = 2_000
/** Lists are kept this long after their last use, while the page checks one file after another. */
const KEPT_MS = 120_000
const MOST_KEPT = 8
const MOST_NEWER = 500

export type EnteredMirror = {
  readonly mirror: EnteredSource
  /** Where it is copied from. */
  readonly upstream: EnteredSource
}
/** Aborted when no one waits for the answer any more. */
type Gone = MirrorReading['gone']
type Needs = {
  readonly read: (source: EnteredSource, order: MirrorOrder, how: MirrorReading) => Promise<ReadForMirror>
  readonly fetcher: Pick<Fetcher, 'head'>
  readonly now: () => number
}

/** Mirrors that sstream-mirror makes: what one will hold, and what an existing one lacks. Throws Refusals. */
export function createMirrorReader({ read, fetcher, now }: Needs) {
  const kept = createExpiringCache<ReadForMirror>({
    max: MOST_KEPT,
    ttlMs: KEPT_MS,
    now,
    sinceLastUse: true,
  })
  const keyOf = ({ url, filename, data }: EnteredSource, order: MirrorOrder) =>
    JSON.stringify([url, filename, data && toBase64(data), order])

  async function readNow(
    source: EnteredSource,
    order: MirrorOrder,
    how: MirrorReading,
  ): Promise<ReadForMirror> {
    const found = await read(source, order, how)
    kept.set(keyOf(source, order), found)
    return found
  }
  const known = async (source: EnteredSource, order: MirrorOrder, gone: Gone) =>
    kept.get(keyOf(source, order)) ?? readNow(source, order, { gone, fresh: false })

  return {
    async contents(source: EnteredSource, order: MirrorOrder, gone?: Gone): Promise<MirrorContentsAnswer> {
      const { files, reported, perDay, missing } = (await known(source, order, gone)).contents
      const bytes = files.reduce((sum, [, size]) => sum + size, 0)
      return {
        files: files.length,
        bytes,
        reported: [...reported],
        perDay,
        missing: missing.map(displayText),
      }
    },

    /** Reads both lists again. */
    async state({ mirror, upstream }: EnteredMirror, order: MirrorOrder, gone?: Gone): Promise<MirrorState> {
      const how = { gone, fresh: true }
      const [there, here] = await Promise.all([
        readNow(upstream, order, how).catch(asRefusal),
        readNow(mirror, order, how),
      ])
      const { catalogue, contents } = here
      return {
        signature: catalogue.signature,
        updated: catalogue.updated,
        missing: contents.missing.map(displayText),
        files: contents.files.length,
        checkable: Math.min(contents.files.length, MOST_CHECKED),
        upstream:
          there instanceof Refusal
            ? { state: 'unreadable', message: there.message.slice(0, 2_000) }
            : {
                state: 'read',
                updated: there.catalogue.updated,
                newer: comparedWith(contents, there.contents).slice(0, MOST_NEWER),
              },
      }
    },

    /** Requests the next files of the mirror from the place `from` on. */
    async files(
      { mirror, upstream }: EnteredMirror,
      order: MirrorOrder,
      from: number,
      gone?: Gone,
    ): Promise<MirrorFiles> {
      const { checkFiles } = await import('./mirror-files.ts')
      const there = await known(upstream, order, gone).catch(asRefusal)
      const { contents, root } = await known(mirror, order, gone)
      return checkFiles(fetcher, root, contents.files.slice(0, MOST_CHECKED), {
        from,
        gone,
        listed: there instanceof Refusal ? [] : there.contents.files,
      })
    },
  }
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal && error.code !== 'bad-request') return error
  throw error
}
