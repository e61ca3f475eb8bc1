import { newDemoKey } from '#simulator/demo/demo-key.ts'
import { type ProductsFile, ubuntuFile } from '#simulator/demo/demo-products.ts'
import { UBUNTU } from '#simulator/demo/demo-releases.ts'
import { demoStreams } from '#simulator/demo/demo-streams.ts'
import { signedTree } from '#simulator/rules/stream-tree.ts'

/** A signed stream: its signed files by path, and the binary keyring to verify them with. */
export type SignedList = { files: ReadonlyMap<string, string>; keyring: Uint8Array }

const UPDATED = 'Thu, 23 Jul 2026 08:01:49 +0000'

/** What images.maas.io offers: 233 Ubuntu products, CentOS, bootloaders. */
export async function realList(): Promise<SignedList> {
  const { trees, keyring } = await demoStreams()
  await trees.stable.prepare?.()
  return { files: trees.stable.files, keyring }
}

/** One product file of about this many bytes: the Ubuntu releases, repeated under different names. */
export async function longList(bytes: number): Promise<SignedList> {
  const once = ubuntuFile('stable', UBUNTU, UPDATED)
  const copies = Math.round(bytes / JSON.stringify(once, null, 1).length)
  const products: ProductsFile['products'] = {}
  for (let copy = 0; copy < copies; copy += 1) {
    for (const [name, product] of Object.entries(once.products)) {
      const suffix = copy === 0 ? '' : `-${copy}`
      products[name.replace(':boot:', `${suffix}:boot:`)] = {
        ...product,
        release: `${String(product['release'])}${suffix}`,
        versions: Object.fromEntries(
          Object.entries(product.versions).map(([version, { items }]) => [
            version,
            { items: withPrefix(items, `copy${suffix}/`) },
          ]),
        ),
      }
    }
  }
  const { key, binary } = await newDemoKey('Long list', 'streams@example.com')
  const tree = signedTree('http://mirror.example.com/long/', UPDATED, key, () => [{ ...once, products }])
  await tree.prepare()
  return { files: tree.files, keyring: binary }
}

type Items = ProductsFile['products'][string]['versions'][string]['items']

const withPrefix = (items: Items, prefix: string): Items =>
  Object.fromEntries(
    Object.entries(items).map(([name, item]) => [name, { ...item, path: prefix + item.path }]),
  )
