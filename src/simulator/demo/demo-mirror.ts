import type { ProductsFile, RawProduct } from './demo-products.ts'
import { once, serialize, type PreparedTree } from '#simulator/rules/stream-tree.ts'

/** The content of the mirrors: these releases for amd64, and all bootloaders. */
const RELEASES: readonly unknown[] = ['jammy', 'noble']

const isFetched = (product: RawProduct) =>
  'bootloader-type' in product ||
  (product['os'] === 'ubuntu' && product['arch'] === 'amd64' && RELEASES.includes(product['release']))

/**
 * The mirror that `sstream-mirror --max=1` with a filter makes of a source: the signed files byte for byte, so
 * the whole list of the source, and the image files of the newest version of each product that passed the
 * filter. It has no .json files, but its own unsigned bookkeeping below `.data/`, unless the web server hides
 * files that begin with a dot.
 */
export function mirrorOf(
  source: PreparedTree,
  contents: () => readonly ProductsFile[],
  { url, hidesDotFiles }: { url: string; hidesDotFiles: boolean },
): PreparedTree {
  const fetched = once(() => contents().map(fetchedOf))
  const sizes = once(() => new Map(itemsOf(fetched()).map(({ path, size }) => [path, size])))
  const files = once(() => {
    const signed = [...source.files].filter(([path]) => path.endsWith('.sjson'))
    return new Map([...signed, ...(hidesDotFiles ? [] : bookKeeping(fetched()))])
  })
  return {
    url,
    // copied at the first use, when the source has been prepared
    get files() {
      return files()
    },
    prepare: source.prepare,
    get products() {
      return source.products
    },
    ...(source.understood && { understood: source.understood }),
    holds: (path) => sizes().get(path) ?? null,
    unsigned: false,
    signedBy: source.signedBy,
  }
}

/** The part of a products file that was mirrored: each product with only its newest version. */
function fetchedOf(file: ProductsFile): ProductsFile {
  const products = Object.entries(file.products)
    .filter(([, product]) => isFetched(product))
    .map(([name, product]): [string, RawProduct] => {
      const serials = Object.keys(product.versions).sort()
      const versions = Object.entries(product.versions).filter(([serial]) => serial === serials.at(-1))
      return [name, { ...product, versions: Object.fromEntries(versions) }]
    })
  return { ...file, products: Object.fromEntries(products) }
}

function bookKeeping(fetched: readonly ProductsFile[]): [path: string, content: string][] {
  const references: Record<string, string[]> = {}
  for (const { path, name } of itemsOf(fetched)) (references[path] ??= []).push(name)
  return [
    ['.data/references.json', serialize(references)],
    ...fetched
      .filter(({ products }) => Object.keys(products).length > 0)
      .map((file): [string, string] => [`.data/${file.content_id}`, serialize(file)]),
  ]
}

/** Every file of these products. `name` is its name in the bookkeeping: content/product/version/item. */
const itemsOf = (files: readonly ProductsFile[]) =>
  files.flatMap(({ content_id, products }) =>
    Object.entries(products).flatMap(([product, { versions }]) =>
      Object.entries(versions).flatMap(([version, { items }]) =>
        Object.entries(items).map(([item, { path, size }]) => ({
          name: `${content_id}/${product}/${version}/${item}`,
          path,
          size,
        })),
      ),
    ),
  )
