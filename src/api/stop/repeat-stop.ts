import { readRegion, stopImport } from '#api/images.ts'
import { alone } from '#api/store/alone.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { isOtherImport, type Stop, type StopMemory } from './stopping.ts'

/** MAAS ends its downloads within seconds after it has heard a request to stop. */
export const STOPS_WITHIN_MS = 10_000

/**
 * Whether MAAS has ignored the request, as MAAS up to 3.7 does while it reads its sources: bytes of an image have arrived
 * since, later than those of a download that is ending. Without that sign a request is never repeated, because a stop just
 * before the downloads can take an image apart (docs/maas-quirks.md).
 * @param arrivedAt when bytes were last seen to arrive, ms; -Infinity: they were not
 */
export const isIgnored = ({ at, repeatedAt = at }: Pick<Stop, 'at' | 'repeatedAt'>, arrivedAt: number) =>
  arrivedAt >= Math.max(at, repeatedAt) + STOPS_WITHIN_MS

/** The bytes that are seen after the first repetition may be earlier ones. */
const MOST_REPEATS = 2

/**
 * Repeats a request to stop that MAAS has ignored, in one tab only. MAAS 3.8 ignores none. MAAS 3.5 to 3.7 ignores all
 * later ones if one came while it removed images, before the downloads: then the import goes on to its end. Returns
 * 'other' if the request no longer concerns the running import: it is over, or MAAS reports the start of an import since.
 * Throws ApiError.
 */
export async function repeatStop(
  memory: StopMemory,
  arrivedAt: number,
): Promise<'stopping' | 'goes-on' | 'other'> {
  let state: Awaited<ReturnType<typeof repeatStop>> = 'stopping'
  await alone('stop-import', async () => {
    const asked = await memory.read()
    state = asked === null ? 'other' : asked.goesOn ? 'goes-on' : 'stopping'
    if (asked === null || asked.goesOn || !isIgnored(asked, arrivedAt)) return
    const { version, sync } = await readRegion()
    if (!memory.everyImport && isOtherImport(asked, sync.lastStarted)) {
      state = 'other'
      return
    }
    const { syncsSelections } = capabilitiesOf(version)
    const repeats = (asked.repeats ?? 0) + 1
    if (repeats > MOST_REPEATS && !syncsSelections) {
      state = 'goes-on'
      await memory.write({ ...asked, goesOn: true })
      return
    }
    await memory.write({ ...asked, repeatedAt: arrivedAt })
    if (syncsSelections) return
    await stopImport()
    // one that MAAS has not received says nothing about the import
    await memory.write({ ...asked, repeatedAt: arrivedAt, repeats })
  })
  return state
}
