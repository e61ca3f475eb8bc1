import { isBootloader } from '#selections/outcome/image-of.ts'
import type { BootResourceDetail, BootResourceSet } from '#contract/boot-resource.ts'

/** "20261123.2" as a day and a counter; MAAS names the uploads of one day so. */
function partsOf(version: string): readonly [day: string, counter: number] {
  const [day = '', counter = '0'] = version.split('.')
  return [day, Number(counter)]
}

/**
 * The versions of a synced resource without those of a bootloader that an ended sync of MAAS 3.8 has left without bytes:
 * MAAS never deletes them, and does not complete one that is older than a complete version.
 */
export function syncedSets({ name, sets }: Pick<BootResourceDetail, 'name' | 'sets'>): BootResourceSet[] {
  const all = Object.values(sets)
  const isLeft = ({ version, complete, files }: BootResourceSet) =>
    !complete &&
    Object.values(files).every((file) => !file.complete && (file.progress ?? 0) === 0) &&
    all.some((other) => other.complete && other.version > version)
  return isBootloader({ name }) ? all.filter((set) => !isLeft(set)) : all
}

/**
 * The newest version of an uploaded image; undefined: it has none. MAAS keeps the earlier versions without files, so they
 * are never complete.
 */
export function newestSet({ sets }: Pick<BootResourceDetail, 'sets'>): BootResourceSet | undefined {
  return Object.values(sets).toSorted((a, b) => {
    const [[dayA, countA], [dayB, countB]] = [partsOf(a.version), partsOf(b.version)]
    return dayA === dayB ? countB - countA : dayA < dayB ? 1 : -1
  })[0]
}
