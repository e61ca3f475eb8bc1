import { isPlainObject, type PlainObject } from './plain-object.ts'

/*
 * MAAS 3.7 and later read a products file with one of three models, and nothing is inherited from the level above. A
 * single product that does not fit makes the whole source unusable (read from its code, measured with its client).
 */

type Model = {
  readonly product: readonly string[]
  /** Of each group a version needs one item. */
  readonly items: readonly (readonly string[])[]
}

const IMAGE = ['arch', 'label', 'os', 'release', 'release_title', 'subarch', 'subarches', 'version']
const MODELS: readonly Model[] = [
  {
    product: IMAGE,
    items: [['boot-initrd'], ['boot-kernel'], ['manifest'], ['squashfs', 'root-image.gz']],
  },
  { product: IMAGE, items: [['manifest'], ['root-tgz']] },
  {
    product: ['arch', 'arches', 'bootloader-type', 'label', 'os'],
    items: [['grub2-signed', 'shim-signed', 'grub2', 'syslinux']],
  },
]
const TOP = ['content_id', 'datatype', 'updated']

/** What keeps a products file from fitting the model it comes nearest to, in words; empty: it fits. */
export function modelProblems(json: unknown): string[] {
  if (!isPlainObject(json)) return ['is no object']
  const top = TOP.filter((key) => typeof json[key] !== 'string').map((key) => `lacks ${key}`)
  const { products } = json
  if (!isPlainObject(products) || Object.keys(products).length === 0) return [...top, 'has no products']
  const byModel = MODELS.map((model) =>
    Object.entries(products).flatMap(([name, product]) => misfits(name, product, model)),
  )
  const weight = (problems: readonly Misfit[]) => problems.reduce((sum, { lacks }) => sum + lacks, 0)
  const nearest = byModel.reduce((best, problems) => (weight(problems) < weight(best) ? problems : best))
  return [...top, ...nearest.map(({ text }) => text)]
}

/** `lacks`: how many things are not there. */
type Misfit = { readonly text: string; readonly lacks: number }

function misfits(name: string, product: unknown, { product: keys, items }: Model): Misfit[] {
  if (!isPlainObject(product)) return [{ text: `${name} is no object`, lacks: 1 }]
  const lacking = keys.filter((key) => typeof product[key] !== 'string')
  const versions = isPlainObject(product['versions']) ? Object.entries(product['versions']) : []
  if (versions.length === 0) return [{ text: `${name} has no versions`, lacks: lacking.length + 1 }]
  const problems =
    lacking.length > 0 ? [{ text: `${name} lacks ${lacking.join(', ')}`, lacks: lacking.length }] : []
  for (const [version, value] of versions) {
    const held = itemsOf(value)
    const missing = items.filter((group) => !group.some((item) => Object.hasOwn(held, item)))
    if (missing.length > 0) {
      const text = `${name} ${version} lacks ${missing.map((group) => group.join(' or ')).join(', ')}`
      problems.push({ text, lacks: missing.length })
    }
  }
  return problems
}

const itemsOf = (version: unknown): PlainObject =>
  isPlainObject(version) && isPlainObject(version['items']) ? version['items'] : {}
