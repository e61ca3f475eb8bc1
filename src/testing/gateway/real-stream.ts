import { createHash } from 'node:crypto'

const CONTENT_ID = 'com.ubuntu.maas:stable:v3:download'
const UPDATED = 'Thu, 23 Jul 2026 08:01:49 +0000'
const IMAGE = 'noble/amd64/20260706'

/** The content of the image files: a few bytes instead of images, but with correct checksums. */
const FILES: Readonly<Record<string, string>> = {
  'boot-initrd': `${IMAGE}/ga-24.04/generic/boot-initrd`,
  'boot-kernel': `${IMAGE}/ga-24.04/generic/boot-kernel`,
  manifest: `${IMAGE}/squashfs.manifest`,
  squashfs: `${IMAGE}/squashfs`,
}
const contentOf = (path: string) => `This stands for ${path}.\n`

/** The image files of the stream, by path. */
export const IMAGE_FILES: readonly (readonly [path: string, content: string])[] = Object.values(FILES).map(
  (path) => [path, contentOf(path)],
)

/** Paths of index and product file, without the ending. */
export const INDEX = 'streams/v1/index'
export const PRODUCTS = `streams/v1/${CONTENT_ID}`

const serialize = (value: unknown) => `${JSON.stringify(value, null, 1)}\n`

const product = {
  arch: 'amd64',
  kflavor: 'generic',
  krel: 'noble',
  label: 'stable',
  os: 'ubuntu',
  release: 'noble',
  release_codename: 'Noble Numbat',
  release_title: '24.04 LTS',
  subarch: 'ga-24.04',
  subarches: 'generic,ga-24.04',
  support_eol: '2029-05-31',
  version: '24.04',
  versions: {
    '20260706': {
      items: Object.fromEntries(
        Object.entries(FILES).map(([ftype, path]) => {
          const content = contentOf(path)
          const sha256 = createHash('sha256').update(content).digest('hex')
          return [ftype, { ftype, path, sha256, size: content.length }]
        }),
      ),
    },
  },
}
const NAME = 'com.ubuntu.maas.stable:v3:boot:24.04:amd64:ga-24.04'

/** A stream of one Ubuntu image: its product file, as MAAS reads it. */
export const productsText = serialize({
  content_id: CONTENT_ID,
  datatype: 'image-ids',
  format: 'products:1.0',
  products: { [NAME]: product },
  updated: UPDATED,
})

/** Its index, which points at signed (sjson) or unsigned (json) product files. */
export const indexText = (ending: 'sjson' | 'json') =>
  serialize({
    format: 'index:1.0',
    index: {
      [CONTENT_ID]: {
        datatype: 'image-ids',
        format: 'products:1.0',
        path: `${PRODUCTS}.${ending}`,
        products: [NAME],
        updated: UPDATED,
      },
    },
    updated: UPDATED,
  })
