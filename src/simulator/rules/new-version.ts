import type { ProductsFile, RawProduct } from '#simulator/demo/demo-products.ts'
import { fakeSum } from '#simulator/demo/fake-sum.ts'

/** Which images of a stream get a new version; without `arch`, those of all architectures. */
export type NewVersion = {
  readonly os: string
  readonly release: string
  readonly arch?: string | undefined
  /** YYYYMMDD; must be newer than all existing versions to become the newest. */
  readonly version: string
}

/**
 * The files of a stream with one more version of these images: new files with the sizes of the previous ones.
 */
export function withNewVersion(files: readonly ProductsFile[], wanted: NewVersion): ProductsFile[] {
  return files.map((file) => ({
    ...file,
    products: Object.fromEntries(
      Object.entries(file.products).map(([name, product]) => [
        name,
        isMeant(product, wanted) ? withVersion(product, wanted.version) : product,
      ]),
    ),
  }))
}

const isMeant = (product: RawProduct, { os, release, arch }: NewVersion) =>
  product['os'] === os && product['release'] === release && (arch === undefined || product['arch'] === arch)

function withVersion(product: RawProduct, version: string): RawProduct {
  const newest = Object.keys(product.versions).reduce((best, key) => (key > best ? key : best), '')
  const items = Object.entries(product.versions[newest]?.items ?? {}).map(([key, item]) => {
    const path = item.path.replaceAll(newest, version)
    return [key, { ...item, path, sha256: fakeSum(path) }] as const
  })
  return { ...product, versions: { ...product.versions, [version]: { items: Object.fromEntries(items) } } }
}
