import * as z from 'zod/mini'
import { isAtLeast } from '#lib/maas-version.ts'
import type { RegionClient } from './region-client.ts'
import { mapLimited } from './share.ts'

const text = z.string().check(z.maxLength(300))
const rackList = z.array(z.object({ system_id: text.check(z.regex(/^\w+$/)), hostname: text }))
const rackImages = z.object({ status: text })

/** A rack controller and how far its own copies of the images are: `synced`, `out-of-sync`, `syncing`, … */
export type Rack = { readonly name: string; readonly status: string }

const PARALLEL = 4
/** More are not looked at: each costs MAAS a call to the rack. */
const MOST = 32

/**
 * The rack controllers of a MAAS up to 3.4, where each holds copies of the images; from 3.5 on they hold none and always
 * say `synced`. undefined: there is nothing to tell, or it cannot be read: no page depends on it.
 */
export async function readRacks(region: RegionClient, version: string): Promise<Rack[] | undefined> {
  if (isAtLeast(version, 3, 5) !== false) return undefined
  try {
    const racks = await region.get('rackcontrollers/', rackList)
    return await mapLimited(racks.slice(0, MOST), PARALLEL, async ({ system_id, hostname }) => {
      const path = `rackcontrollers/${system_id}/`
      const { status } = await region
        .get(path, rackImages, { op: 'list_boot_images' })
        .catch(() => ({ status: 'unknown' }))
      return { name: hostname, status }
    })
  } catch {
    return undefined
  }
}
