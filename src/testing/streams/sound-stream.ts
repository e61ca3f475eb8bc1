/* A small valid stream that every MAAS reads, as JSON: Ubuntu, a bootloader and CentOS, each in its own file. */

export type Json = Record<string, unknown>
export type RawStream = {
  readonly index: Json
  readonly files: Readonly<Record<string, Json>>
  /** The index is signed, but the files that it names are not. */
  readonly onlyIndexSigned?: true
}

export const UBUNTU = 'com.ubuntu.maas.stable:v3:boot:24.04:amd64:ga-24.04'
export const GRUB = 'com.ubuntu.maas.stable:1:grub-efi-signed:uefi:amd64'
export const CENTOS = 'com.ubuntu.maas.stable:centos-bases:8:amd64'
const UPDATED = 'Thu, 24 Sep 2026 08:01:49 +0000'
export const INDEX_PATH = 'streams/v1/index.json'
export const pathOf = (name: string) => `streams/v1/${name}.json`

/** One file of a version. @param size in bytes */
export const fileItem = (ftype: string, path: string, more: object = {}, size = 10) => ({
  ftype,
  path,
  sha256: path.length.toString(16).padStart(64, '0'),
  size,
  ...more,
})

/** A version of an image with several files, in its own folder. */
export const ubuntuVersion = (folder: string, more: object = {}) => ({
  ...more,
  items: Object.fromEntries(
    ['boot-initrd', 'boot-kernel', 'manifest', 'squashfs'].map((ftype) => [
      ftype,
      fileItem(ftype, `${folder}/${ftype}`),
    ]),
  ),
})

export const ubuntuProduct = (more: object = {}): Json => ({
  arch: 'amd64',
  kflavor: 'generic',
  krel: 'noble',
  label: 'stable',
  os: 'ubuntu',
  release: 'noble',
  release_codename: 'Noble Numbat',
  release_title: '24.04 LTS',
  subarch: 'ga-24.04',
  subarches: 'generic,ga-22.04,ga-24.04',
  support_eol: '2029-05-31',
  support_esm_eol: '2034-04-25',
  version: '24.04',
  versions: { '20260901': ubuntuVersion('noble/20260901') },
  ...more,
})

/** A product without these keys. */
export const without = (product: object, ...keys: readonly string[]): Json =>
  Object.fromEntries(Object.entries(product).filter(([key]) => !keys.includes(key)))

export const grubProduct = (more: object = {}): Json => ({
  arch: 'amd64',
  arches: 'amd64',
  'bootloader-type': 'uefi',
  label: 'stable',
  os: 'grub-efi-signed',
  versions: {
    '20260801.0': {
      items: {
        'grub2-signed': fileItem('archive.tar.xz', 'bootloaders/grub', {
          src_package: 'grub2-signed',
          src_release: 'noble',
          src_version: '1.202',
        }),
      },
    },
  },
  ...more,
})

export const centosProduct = (more: object = {}): Json => ({
  arch: 'amd64',
  label: 'stable',
  os: 'centos',
  release: '8',
  release_title: 'CentOS 8',
  subarch: 'generic',
  subarches: 'generic',
  support_eol: '2029-05-31',
  version: '8',
  versions: {
    '20260701_01': {
      items: {
        manifest: fileItem('manifest', 'centos/manifest'),
        'root-tgz': fileItem('root-tgz', 'centos/root-tgz'),
      },
    },
  },
  ...more,
})

export const productsFile = (contentId: string, products: object, more: object = {}): Json => ({
  format: 'products:1.0',
  content_id: contentId,
  datatype: 'image-ids',
  updated: UPDATED,
  products,
  ...more,
})

export const indexEntry = (path: string, more: object = {}): Json => ({
  datatype: 'image-ids',
  format: 'products:1.0',
  path,
  products: ['one'],
  updated: UPDATED,
  ...more,
})

/** An index of these files, by the names that `pathOf` turns into paths. */
export const indexOf = (names: readonly string[], more: object = {}): Json => ({
  format: 'index:1.0',
  updated: UPDATED,
  index: Object.fromEntries(names.map((name) => [name, indexEntry(pathOf(name))])),
  ...more,
})

/** A stream of these files, by name. */
export const rawStream = (
  files: Readonly<Record<string, Json>>,
  index = indexOf(Object.keys(files)),
): RawStream => ({
  index,
  files: Object.fromEntries(Object.entries(files).map(([name, file]) => [pathOf(name), file])),
})

export const soundStream = (): RawStream =>
  rawStream({
    ubuntu: productsFile('ubuntu', { [UBUNTU]: ubuntuProduct() }),
    grub: productsFile('grub', { [GRUB]: grubProduct() }),
    centos: productsFile('centos', { [CENTOS]: centosProduct() }),
  })

/** An index that names the index of a stream. */
export function nestedIndex({ index, files }: RawStream): RawStream {
  const inner = pathOf('inner')
  return {
    index: { ...indexOf([]), index: { inner: indexEntry(inner, { format: 'index:1.0' }) } },
    files: { ...files, [inner]: index },
  }
}
