import type { ProductsFile, RawProduct } from '#simulator/demo/demo-products.ts'

type Images = {
  readonly os: string
  readonly release: string
  readonly arch?: string | undefined
  readonly version?: string | undefined
}

/**
 * The files of a stream without these images: without `arch` those of all architectures, without `version` all versions.
 */
export function withoutImages(files: readonly ProductsFile[], images: Images): ProductsFile[] {
  return files.map((file) => ({
    ...file,
    products: Object.fromEntries(
      Object.entries(file.products).flatMap(([name, product]) => {
        if (!isMeant(product, images)) return [[name, product] as const]
        const kept = images.version === undefined ? [] : versionsBut(product, images.version)
        return kept.length === 0 ? [] : [[name, { ...product, versions: Object.fromEntries(kept) }] as const]
      }),
    ),
  }))
}

const versionsBut = (product: RawProduct, version: string) =>
  Object.entries(product.versions).filter(([name]) => name !== version)

const isMeant = (product: RawProduct, { os, release, arch }: Images) =>
  product['os'] === os && product['release'] === release && (arch === undefined || product['arch'] === arch)

/** The files of a stream without its bootloaders; a file that has nothing else is not listed any more. */
export const withoutBootloaders = (files: readonly ProductsFile[]): ProductsFile[] =>
  files
    .map((file) => ({
      ...file,
      products: Object.fromEntries(
        Object.entries(file.products).filter(([, product]) => !('bootloader-type' in product)),
      ),
    }))
    .filter(({ products }) => Object.keys(products).length > 0)
