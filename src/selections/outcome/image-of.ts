import { byRelease } from './by-release.ts'
import type { WantedRelease } from '#selections/wanted.ts'
import { releaseName } from '#selections/keys.ts'

/** The image that a boot resource is part of: `ubuntu/noble amd64`. */
export function imageOf({ name, architecture }: { name: string; architecture: string }): string {
  const slash = architecture.indexOf('/')
  return `${name} ${slash < 0 ? architecture : architecture.slice(0, slash)}`
}

const NONE: readonly WantedRelease[] = []

/** The selections of a release. */
export const selectionsOfRelease = (selections: readonly WantedRelease[], os: string, release: string) =>
  byRelease(selections).get(releaseName({ os, release })) ?? NONE

/** Recognized by the second part of its name, as MAAS names bootloaders. */
export const isBootloader = ({ name }: { readonly name: string }) => /\/(uefi|pxe|open-firmware)$/.test(name)
