import { isPlainObject } from '#streams/json/plain-object.ts'
import { valueOf } from '#streams/python-reader/levels.ts'
import { expanded } from '#streams/simplestreams/products.ts'
import { behindRoot, leavesSource } from '#streams/simplestreams/source-path.ts'
import type { MirrorItem } from './contents.ts'

/**
 * The files that a products file lists, with the keys that sstream-mirror filters by: those of the file, its version, its
 * product and the list, the innermost one first, and the names of product, version and item. All files, also those that
 * MAAS does not import. Empty: it is not a products file.
 */
export function listedItems(json: unknown): MirrorItem[] {
  if (!isPlainObject(json)) return []
  const top = expanded(json)
  return entriesOf(top['products']).flatMap(([product, inProduct]) =>
    entriesOf(inProduct['versions']).flatMap(([version, inVersion]) =>
      entriesOf(inVersion['items']).flatMap(([item, inItem]) => {
        const names = { product_name: product, version_name: version, item_name: item }
        const levels = [inItem, names, inVersion, inProduct, top]
        const tags = (key: string) => valueOf(levels, key)
        const path = behindRoot(tags('path') ?? '')
        const size = tags('size') ?? ''
        if (path === '' || leavesSource(path) || !/^\d{1,15}$/.test(size)) return []
        return [{ product, version, path, size: Number(size), sha256: tags('sha256') ?? '', tags }]
      }),
    ),
  )
}

function entriesOf(value: unknown) {
  return isPlainObject(value)
    ? Object.entries(value).flatMap(([name, one]) => (isPlainObject(one) ? [[name, one] as const] : []))
    : []
}
