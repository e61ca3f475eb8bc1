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

/**
 * Repeats a request to stop that MAAS has ignored, in one tab only. MAAS 3.8 ignores none. Returns false if the request
 * no longer concerns the running import: it is over, or MAAS reports the start of an import since. Throws ApiError.
 */
export async function repeatStop(memory: StopMemory, arrivedAt: number): Promise<boolean> {
  let concerns = true
  await alone('stop-import', async () => {
    const asked = await memory.read()
    concerns = asked !== null
    if (asked === null || !isIgnored(asked, arrivedAt)) return
    const { version, sync } = await readRegion()
    concerns = memory.everyImport || !isOtherImport(asked, sync.lastStarted)
    if (!concerns) return
    await memory.write({ ...asked, repeatedAt: arrivedAt })
    if (!capabilitiesOf(version).syncsSelections) await stopImport()
  })
  return concerns
}
