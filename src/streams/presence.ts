import { downloads } from './catalogue.ts'
import type { Product } from './products.ts'

/** One image (os/release/arch) or bootloader (os/arch) and the files that an import of it fetches. */
export type Holding = {
  readonly kind: 'image' | 'bootloader'
  /** `ubuntu/noble/amd64`; of a bootloader `grub-efi-signed/amd64` */
  readonly key: string
  /** Paths below the source's root, the largest file first: it tells most about whether the image is there. */
  readonly paths: readonly string[]
}

export const imageKey = (os: string, release: string, arch: string) => `${os}/${release}/${arch}`

/** What a source would have to hold so that every image it lists can be imported: files of the newest versions. */
export function holdingsOf(products: readonly Product[]): Holding[] {
  const sizes = new Map<string, { kind: Holding['kind']; files: Map<string, number> }>()
  for (const { kind, os, release, arch, versions } of products) {
    if (kind === 'notification') continue
    const key = kind === 'image' ? imageKey(os, release, arch) : `${os}/${arch}`
    const entry = sizes.get(key) ?? { kind, files: new Map<string, number>() }
    for (const { path, size } of downloads(versions[0]?.items ?? [])) entry.files.set(path, size)
    sizes.set(key, entry)
  }
  return [...sizes].map(([key, { kind, files }]) => ({
    kind,
    key,
    paths: [...files].sort(([, a], [, b]) => b - a).map(([path]) => path),
  }))
}
