import { bytesHere } from '#selections/outcome/held-files.ts'
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

/** What a page has read of half-downloaded files, by sum. */
export type HalfSeen = Import & {
  /** As last read while no import was running; null: never. */
  readonly idle: { readonly files: Bytes; readonly lastStarted: string | null } | null
  /** As first read during the running import. */
  readonly first: Bytes
}

/** What was seen so far, together with a newer answer. */
export function noteHalf(seen: HalfSeen | null, held: Held, now: Import): HalfSeen {
  const isSame = seen?.importing === now.importing && seen.lastStarted === now.lastStarted
  if (seen && isSame && now.importing) return seen
  const files = halvesOf(held)
  if (!now.importing) return { ...now, idle: { files, lastStarted: now.lastStarted }, first: new Map() }
  return { ...now, idle: seen?.idle ?? null, first: files }
}

/**
 * What the running import has still to download of half-downloaded files. It downloads one whose bytes are those of
 * before the import from its start, and the rest of one whose bytes have changed since.
 */
export function halfFilesOf({ importing, lastStarted, idle, first }: HalfSeen, held: Held): HalfFiles {
  const startOver = new Set<string>()
  const unsure = new Set<string>()
  if (!importing) return { startOver, unsure, grows: false }
  // without its event an import may still be reading its sources, and then it is not fixed what it downloads
  const hasRead = idle !== null && idle.lastStarted !== lastStarted
  for (const [sum, here] of halvesOf(held)) {
    if (hasRead && idle.files.get(sum) === here) startOver.add(sum)
    else if (first.get(sum) === here) unsure.add(sum)
  }
  const images = bytesHere(held.filter((one) => !isBootloader(one)))
  const grows = [...first].some(([sum, before]) => (images.get(sum) ?? before) !== before)
  return { startOver, unsure, grows }
}

/** The page may have read a file that several kernels share at different times: the later one has more bytes. */
function halvesOf(held: Held): Bytes {
  const sizes = new Map(
    held.flatMap(({ sets }) =>
      sets.flatMap(({ files }) => files.map(([sum, bytes]) => [sum, bytes] as const)),
    ),
  )
  return new Map([...bytesHere(held)].filter(([sum, here]) => here > 0 && here < (sizes.get(sum) ?? 0)))
}
