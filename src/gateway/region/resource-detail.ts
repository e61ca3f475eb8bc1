import {
  type BootResource,
  bootResourceDetail,
  type BootResourceDetail,
  type BootResourceSet,
} from '#contract/boot-resource.ts'
import { keysAsWritten } from '#lib/json/keys-as-written.ts'
import { isBootloader } from '#selections/outcome/image-of.ts'
import { readAnswer } from './read-answer.ts'
import type { RegionClient } from './region-client.ts'

/** A boot resource with its versions, in the order in which MAAS created them: the newest last. */
export type ResourceDetail = BootResource & { readonly sets: readonly BootResourceSet[] }

/** Reads a boot resource of MAAS. Throws a Refusal. */
export async function readResource(region: RegionClient, id: number): Promise<ResourceDetail> {
  const { text } = await region.send('GET', `boot-resources/${id}/`)
  return resourceIn(text)
}

/** The boot resource of an answer. Throws a Refusal. */
export function resourceIn(text: string): ResourceDetail {
  const detail = readAnswer('boot-resources', text, bootResourceDetail)
  return { ...detail, sets: inCreationOrder(detail, text) }
}

/**
 * MAAS writes the version that it created last first (boot_resource_to_dict). It need not be the greatest one: after a
 * switch from candidate to stable, MAAS creates an older one.
 */
function inCreationOrder({ sets }: BootResourceDetail, text: string): BootResourceSet[] {
  const keys = keysAsWritten(text, 'sets', sets)
  if (keys === null) return Object.values(sets).toReversed()
  // the text may have keys that the schema leaves out
  const known = new Map(Object.entries(sets))
  return keys.flatMap((key) => known.get(key) ?? []).toReversed()
}

/**
 * The versions of a synced resource without those of a bootloader that an ended sync of MAAS 3.8 has left without bytes:
 * MAAS never deletes them, and does not complete one that it created before a complete one, unless the source goes back
 * to it.
 */
export function syncedSets({
  name,
  sets,
}: Pick<ResourceDetail, 'name' | 'sets'>): readonly BootResourceSet[] {
  if (!isBootloader({ name })) return sets
  const completed = sets.findLastIndex(({ complete }) => complete)
  return sets.filter((set, index) => index >= completed || !isLeft(set))
}

const isLeft = ({ complete, files }: BootResourceSet): boolean =>
  !complete && Object.values(files).every((file) => !file.complete && (file.progress ?? 0) === 0)

/**
 * The newest version of an uploaded image; undefined: it has none. MAAS keeps the earlier versions without files, so they
 * are never complete.
 */
export const newestSet = ({ sets }: Pick<ResourceDetail, 'sets'>): BootResourceSet | undefined => sets.at(-1)
