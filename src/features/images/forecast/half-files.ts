import { bytesByFile } from '#selections/outcome/held-files.ts'
import { isBootloader } from '#selections/outcome/image-of.ts'
import type { HalfFiles } from '#selections/outcome/import-outcome.ts'
import type { HeldResource } from '#selections/source-offer.ts'

/* MAAS up to 3.7 downloads a half-downloaded file from its start, and shows what was left until the download reports. */

type Held = readonly Pick<HeldResource, 'name' | 'sets'>[]
type Bytes = ReadonlyMap<string, number>

type Import = {
  readonly importing: boolean
  /** The start of the last import that MAAS reports, ISO. */
  readonly lastStarted: string | null
}

type Reading = Import & {
  /** When the page read that, ms. */
  readonly noticedAt: number
  /** When the files were read, ms. */
  readonly readAt: number
}

/**
 * A stopped import can report its last bytes after its end, and a page can have read the files before it notices the
 * next import. MAAS from 3.5 on reports no bytes in the first ten seconds of a download, so this loses none of the next.
 */
const LATE_BYTES_MS = 10_000
/** An import that MAAS reported so long ago gets no late bytes of the previous one, even if clocks differ. */
const LONG_AGO_MS = 5 * 60_000

/** What a page has read of half-downloaded files, by sum. */
export type HalfSeen = Import & {
  /** When the page noticed the running import, ms. */
  readonly since: number
  /** As last read while no import was running, before this import; null: never. */
  readonly idle: { readonly files: Bytes; readonly lastStarted: string | null } | null
  /** All files as first read during the running import, when no bytes of the previous one can arrive; null: not yet. */
  readonly first: Bytes | null
  /** Sums of files of which bytes were seen to arrive since `first`. */
  readonly arrived: ReadonlySet<string>
}

/** What was seen so far, together with a newer answer. */
export function noteHalf(
  seen: HalfSeen | null,
  held: Held,
  { noticedAt, readAt, ...now }: Reading,
): HalfSeen {
  const isSame = seen?.importing === now.importing && seen.lastStarted === now.lastStarted
  const since = seen && isSame ? seen.since : noticedAt
  if (!now.importing) {
    const isRead = seen === null || readAt >= since
    const before = isSame ? seen.idle : null
    const idle = isRead ? { files: halvesOf(held), lastStarted: now.lastStarted } : before
    return { ...now, since, idle, first: null, arrived: NONE }
  }
  const idle = isSame || isFirstSince(seen) ? (seen?.idle ?? null) : null
  // the event of the previous import says nothing about this one
  const startedAt = idle?.lastStarted === now.lastStarted ? null : now.lastStarted
  const isLongAgo = startedAt !== null && readAt >= Date.parse(startedAt) + LONG_AGO_MS
  const isSettled = isLongAgo || readAt >= since + LATE_BYTES_MS
  const known = isSame ? seen.first : null
  const first = known ?? (isSettled ? bytesByFile(held) : null)
  return {
    ...now,
    since,
    idle,
    first,
    arrived: first ? withArrived(isSame ? seen.arrived : NONE, first, held) : NONE,
  }
}

const NONE: ReadonlySet<string> = new Set()

function withArrived(arrived: HalfSeen['arrived'], first: Bytes, held: Held): HalfSeen['arrived'] {
  const halves = halvesOf(held)
  const more = [...bytesByFile(held)].filter(([sum, here]) => {
    const before = first.get(sum)
    return before === undefined ? halves.has(sum) : before !== here
  })
  return more.length === 0 ? arrived : new Set([...arrived, ...more.map(([sum]) => sum)])
}

/** Whether the import is the first one since the files were read while none was running; its event may come later. */
const isFirstSince = (seen: HalfSeen | null): boolean =>
  seen !== null && (!seen.importing || seen.lastStarted === seen.idle?.lastStarted)

/**
 * What the running import has still to download of half-downloaded files. It downloads one whose bytes are those of
 * before the import from its start, and the rest of one whose bytes have changed since.
 */
export function halfFilesOf({ importing, lastStarted, idle, arrived }: HalfSeen, held: Held): HalfFiles {
  const startOver = new Set<string>()
  const unsure = new Set<string>()
  if (!importing) return { startOver, unsure, begun: arrived, hasRead: false, grows: false }
  const begun = new Set(arrived)
  // without its event an import may still be reading its sources, and then it is not fixed what it downloads
  const hasRead = idle !== null && idle.lastStarted !== lastStarted
  for (const [sum, here] of halvesOf(held)) {
    if (begun.has(sum)) continue
    if (hasRead && idle.files.get(sum) === here) startOver.add(sum)
    else if (mayBeLate(idle, sum, here)) unsure.add(sum)
    else begun.add(sum)
  }
  const images = bytesByFile(held.filter((one) => !isBootloader(one)))
  return { startOver, unsure, begun, hasRead, grows: [...arrived].some((sum) => images.has(sum)) }
}

/** Whether the previous import may have written the bytes: they are not fewer than before, and the file is not new. */
function mayBeLate(idle: HalfSeen['idle'], sum: string, here: number): boolean {
  if (idle === null) return true
  const before = idle.files.get(sum)
  return before !== undefined && here >= before
}

/** The page may have read a file that several kernels share at different times: the later one has more bytes. */
function halvesOf(held: Held): Bytes {
  const sizes = new Map(
    held.flatMap(({ sets }) =>
      sets.flatMap(({ files }) => files.map(([sum, bytes]) => [sum, bytes] as const)),
    ),
  )
  return new Map([...bytesByFile(held)].filter(([sum, here]) => here > 0 && here < (sizes.get(sum) ?? 0)))
}
