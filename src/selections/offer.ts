import type { Catalogue, CatalogueArch, Image } from '#contract/gateway.ts'

/** Indexes into the kernels of an offer. */
type Kernels = ReadonlySet<number>

/** Kernels of an offer whose newest version the region holds: their files need no download. */
export function currentKernels(offer: CatalogueArch, image: Image | null): Kernels {
  const versions = new Map(image?.kernels.map(({ name, held }) => [name, held]))
  const current = new Set<number>()
  for (const [index, kernel] of offer.kernels.entries()) {
    if (versions.get(kernel.name) === (kernel.version ?? offer.version)) current.add(index)
  }
  return current
}

/** Which of these kernels of an offer the region holds in any complete version. */
export function heldKernels(offer: CatalogueArch, image: Image | null, among: Kernels): Kernels {
  const names = new Set(image?.kernels.filter(({ held }) => held !== null).map(({ name }) => name))
  return new Set([...among].filter((index) => names.has(offer.kernels[index]?.name ?? '')))
}

/** Bytes of the files that `kernels` use, without those that `besides` use as well. Each file counts once. */
export function kernelBytes(offer: CatalogueArch, kernels: Kernels, ...besides: readonly Kernels[]): number {
  let sum = 0
  for (const [bytes, users] of offer.files) {
    if (
      users.some((user) => kernels.has(user)) &&
      !users.some((user) => besides.some((set) => set.has(user)))
    )
      sum += bytes
  }
  return sum
}

/** All images of a source, and the bytes of their newest versions. Each file of an image counts once. */
export function allImages({ releases }: Pick<Catalogue, 'releases'>): { images: number; bytes: number } {
  const arches = releases.flatMap((release) => release.arches)
  return {
    images: arches.length,
    bytes: arches.reduce((sum, { files }) => sum + files.reduce((of, [bytes]) => of + bytes, 0), 0),
  }
}
