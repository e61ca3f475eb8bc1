import * as z from 'zod/mini'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { RegionClient } from '#gateway/region/region-client.ts'
import { mapLimited } from '#lib/single-flight.ts'

const text = z.string().check(z.maxLength(300))
const rackList = z.array(z.object({ system_id: text.check(z.regex(/^\w+$/)), hostname: text }))
const rackImages = z.object({ status: text })

/** A rack controller and how far its own copies of the images are: `synced`, `out-of-sync`, `syncing`, … */
type Rack = { readonly name: string; readonly status: string }

const PARALLEL = 4
/** Further racks are ignored: each costs MAAS a call to the rack. */
const MOST = 32

/** The status of a rack that does not answer. A refusal of MAAS is thrown. */
function silentOnly(error: unknown): { status: string } {
  if (error instanceof Refusal && error.code === 'forbidden') throw error
  return { status: 'unknown' }
}

/** Reads all racks once; undefined: the region does not list them. */
async function ask(region: RegionClient): Promise<Rack[] | undefined> {
  try {
    const racks = await region.get('rackcontrollers/', rackList)
    return await mapLimited(racks.slice(0, MOST), PARALLEL, async ({ system_id, hostname }) => {
      const path = `rackcontrollers/${system_id}/`
      const { status } = await region.get(path, rackImages, { op: 'list_boot_images' }).catch(silentOnly)
      return { name: hostname, status }
    })
  } catch {
    return undefined
  }
}

/** Reads the racks again when the last answer is `maxAgeMs` old. */
export type RacksReader = (
  region: RegionClient,
  version: string,
  maxAgeMs: number,
) => Promise<Rack[] | undefined>

/** How long to wait for the racks, in ms. MAAS calls each by RPC: an unreachable one delays the answer by half a minute. */
const PATIENCE_MS = 1_500
const patience = () =>
  new Promise<void>((resolve) => {
    const timer: unknown = setTimeout(resolve, PATIENCE_MS)
    // in Node it must not keep the process; in a worker it is a number
    if (timer instanceof Object && 'unref' in timer) (timer as NodeJS.Timeout).unref()
  })

/**
 * The rack controllers of a MAAS up to 3.4, which hold copies of the images; from 3.5 on they hold none and always report
 * `synced`. While a slow rack is being read, the last answer is returned. undefined: there are none, or they are not
 * known: no page waits long for them.
 */
export function createRacksReader(now: () => number, wait: () => Promise<unknown> = patience): RacksReader {
  let asking: Promise<unknown> | null = null
  let last: Rack[] | undefined
  let askedAt = -Infinity
  return async (region, version, maxAgeMs) => {
    if (!capabilitiesOf(version).copiesToRacks) return undefined
    if (!asking && now() - askedAt < maxAgeMs) return last
    asking ??= ask(region)
      .then((racks) => {
        last = racks
        askedAt = now()
      })
      .finally(() => {
        asking = null
      })
    await Promise.race([asking, wait()])
    return last
  }
}
