import { pollLastStarted, readRegion, stopImport } from '#api/images.ts'
import { alone } from '#api/store/alone.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { isIgnored, isOtherImport, type StopMemory } from './stopping.ts'

/** The bytes that are seen after the first repetition may be earlier ones. */
const MOST_REPEATS = 2

/**
 * Repeats a request to stop that MAAS has ignored, in one tab only. MAAS 3.8 ignores none. MAAS 3.5 to 3.7 ignores all
 * later ones if one came while it removed images, before the downloads: then the import goes on to its end. Returns
 * 'another' if the request no longer concerns the running import: it is over, or MAAS reports the start of an import since.
 * Throws ApiError.
 */
export async function repeatStop(
  memory: StopMemory,
  arrivedAt: number,
): Promise<'stopping' | 'goes-on' | 'another'> {
  let state: Awaited<ReturnType<typeof repeatStop>> = 'stopping'
  await alone('stop-import', async () => {
    const asked = await memory.read()
    state = asked === null ? 'another' : asked.goesOn ? 'goes-on' : 'stopping'
    if (asked === null || asked.goesOn || !isIgnored(asked, arrivedAt)) return
    if (asked.ofTask && !memory.isTask) {
      // a task that has given up has said that the import continues
      if (isOtherImport(asked, await pollLastStarted())) state = 'another'
      return
    }
    const { version, sync } = await readRegion()
    if (!memory.everyImport && isOtherImport(asked, sync.lastStarted)) {
      state = 'another'
      return
    }
    const { syncsSelections } = capabilitiesOf(version)
    const repeats = (asked.repeats ?? 0) + 1
    if (repeats > MOST_REPEATS && !syncsSelections) {
      state = 'goes-on'
      await memory.write({ ...asked, goesOn: true })
      return
    }
    const tried = {
      ...asked,
      triedAt: arrivedAt,
      ...(memory.everyImport && { startedBefore: sync.lastStarted }),
    }
    await memory.write(tried)
    if (syncsSelections) return
    await stopImport()
    // one that MAAS has not received says nothing about the import
    await memory.write({ ...tried, repeatedAt: arrivedAt, repeats })
  })
  return state
}
