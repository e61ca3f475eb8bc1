import * as z from 'zod/mini'
import { capabilitiesOf } from '#selections/maas-version.ts'
import type { CachedRead } from '#gateway/region/cached-read.ts'
import type { RegionClient } from '#gateway/region/region-client.ts'
import type { AskPart } from './region-answer.ts'

const controllers = z.array(z.object({ system_id: z.string().check(z.maxLength(300)) }))

/** How many region controllers MAAS has; null: it does not list them, which up to 3.7 only administrators see. */
export async function readControllers(region: RegionClient): Promise<number | null> {
  try {
    const listed = await region.get('regioncontrollers/', controllers)
    return listed.length === 0 ? null : listed.length
  } catch {
    // the page works without them
    return null
  }
}

/**
 * The same from a MAAS whose region controllers hold copies of the images (from 3.5 on). They seldom change, so a page
 * that is opened gets the shared answer, too.
 */
export async function askControllers(
  part: CachedRead<number | null>,
  ask: AskPart,
  { version, admin, maxAgeMs }: { version: string; admin: boolean; maxAgeMs: number },
): Promise<number | null> {
  if (!admin || !capabilitiesOf(version).copiesToRegions) return null
  return part.isYounger(maxAgeMs) ? part.known() : ask(part, maxAgeMs)
}
