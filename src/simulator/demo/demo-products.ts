import { kernelName } from '#streams/simplestreams/kernel-name.ts'
import { kernelOf, subarchesOf } from './demo-kernels.ts'
import { DEMO_BOOTLOADERS, CENTOS, LARGE } from './demo-others.ts'
import type { DemoRelease } from './demo-releases.ts'
import { fakeSum } from './fake-sum.ts'

type RawItem = { ftype: string; path: string; sha256: string; size: number }
/** A product as in a products file: the keys that describe it, and its versions. */
export type RawProduct = Record<string, unknown> & {
  versions: Record<string, { items: Record<string, RawItem> }>
}

/** A products file as served (format products:1.0). */
export type ProductsFile = {
  content_id: string
  datatype: 'image-ids'
  format: 'products:1.0'
  products: Record<string, RawProduct>
  updated: string
}

const file = (ftype: string, path: string, size: number): RawItem => ({
  ftype,
  path,
  sha256: fakeSum(path),
  size,
})

/** A few percent up or down, always the same for the same text, so that image sizes differ. */
const vary = (bytes: number, text: string) =>
  Math.round(bytes * (0.97 + (parseInt(fakeSum(text).slice(0, 4), 16) / 0xffff) * 0.06))

/** The Ubuntu products file (v3) of a stream. */
export function ubuntuFile(label: string, releases: readonly DemoRelease[], updated: string): ProductsFile {
  const products: ProductsFile['products'] = {}
  for (const release of releases) {
    for (const [arch, words] of Object.entries(release.arches)) {
      for (const word of words.split(' ')) {
        const [subarch, kflavor] = kernelOf(word, release.version)
        const name = ['highbank', 'generic-lpae'].includes(subarch)
          ? `${subarch}-${kflavor}`
          : kernelName(subarch, kflavor)
        products[`com.ubuntu.maas.${label}:v3:boot:${release.version}:${arch}:${name}`] = {
          arch,
          kflavor,
          krel: release.release,
          label,
          os: 'ubuntu',
          release: release.release,
          release_codename: release.codename,
          release_title: release.lts ? `${release.version} LTS` : release.version,
          subarch,
          subarches: subarchesOf(subarch, release.version, arch),
          support_eol: release.supportEol,
          support_esm_eol: release.esmEol,
          version: release.version,
          versions: Object.fromEntries(
            release.serials.map((serial) => [
              serial,
              { items: ubuntuItems(release, arch, serial, subarch, kflavor) },
            ]),
          ),
        }
      }
    }
  }
  return fileOf(`com.ubuntu.maas:${label}:v3:download`, products, updated)
}

function ubuntuItems(
  { release, version, sizes }: DemoRelease,
  arch: string,
  serial: string,
  subarch: string,
  kflavor: string,
) {
  const image = `${release}/${arch}/${serial}`
  const own = `${image}/${subarch}/${kflavor}`
  const root = version < '16' ? 'root-image.gz' : 'squashfs'
  const manifest = version < '16' ? 'root-image.manifest' : 'squashfs.manifest'
  const [initrd, kernel, rootBytes] = sizes
  return {
    'boot-initrd': file('boot-initrd', `${own}/boot-initrd`, vary(initrd, own)),
    'boot-kernel': file('boot-kernel', `${own}/boot-kernel`, vary(kernel, own)),
    manifest: file('manifest', `${image}/${manifest}`, 17_668),
    [root]: file(root, `${image}/${root}`, vary(rootBytes, image)),
  }
}

export function centosFile(label: string, updated: string): ProductsFile {
  const products: ProductsFile['products'] = {}
  for (const { version, release, title, supportEol, serials, bytes } of CENTOS) {
    products[`com.ubuntu.maas.${label}:centos-bases:${version}:amd64`] = single({
      path: `centos/${release}`,
      serials,
      bytes,
      keys: {
        arch: 'amd64',
        label,
        os: 'centos',
        release,
        release_title: title,
        support_eol: supportEol,
        version,
      },
    })
  }
  return fileOf(`com.ubuntu.maas:${label}:centos-bases-download`, products, updated)
}

export function bootloaderFile(label: string, updated: string): ProductsFile {
  const products: ProductsFile['products'] = {}
  for (const { os, type, arch, arches, serials, archives } of DEMO_BOOTLOADERS) {
    products[`com.ubuntu.maas.${label}:1:${os}:${type}:${arch}`] = {
      arch,
      arches,
      'bootloader-type': type,
      label,
      os,
      versions: Object.fromEntries(
        serials.map((serial) => [
          serial,
          {
            items: Object.fromEntries(
              archives.map(([name, bytes]) => [
                name,
                {
                  ...file('archive.tar.xz', `bootloaders/${type}/${arch}/${serial}/${name}.tar.xz`, bytes),
                  src_package: name,
                  src_release: 'jammy',
                  src_version: `1.${serial}`,
                },
              ]),
            ),
          },
        ]),
      ),
    }
  }
  return fileOf(`com.ubuntu.maas:${label}:1:bootloader-download`, products, updated)
}

/** The extra products of the `large` mirror. */
export function largeFile(updated: string): ProductsFile {
  const products: ProductsFile['products'] = {}
  for (const [os, title] of LARGE.systems) {
    for (let number = 1; number <= LARGE.releases; number++) {
      for (const arch of LARGE.arches) {
        products[`com.example.mirror:${os}-bases:${number}:${arch}`] = single({
          path: `${os}/${number}`,
          serials: LARGE.serials,
          bytes: LARGE.bytes,
          keys: {
            arch,
            label: 'stable',
            os,
            release: `${os}-${number}`,
            release_title: `${title} ${number}`,
            support_eol: `${2026 + Math.ceil(number / 4)}-12-31`,
            version: String(number),
          },
        })
      }
    }
  }
  return fileOf('com.example.mirror:bases-download', products, updated)
}

type Single = {
  path: string
  serials: readonly string[]
  bytes: number
  keys: { arch: string } & Record<string, string>
}

const single = ({ path, serials, bytes, keys }: Single) => ({
  ...keys,
  subarch: 'generic',
  subarches: 'generic',
  versions: Object.fromEntries(
    serials.map((serial) => {
      const root = `${path}/${keys.arch}/${serial}/root-tgz`
      return [
        serial,
        {
          items: {
            manifest: file('manifest', `${root}.manifest`, 10_801),
            'root-tgz': file('root-tgz', root, vary(bytes, root)),
          },
        },
      ]
    }),
  ),
})

const fileOf = (content_id: string, products: ProductsFile['products'], updated: string): ProductsFile => ({
  content_id,
  datatype: 'image-ids',
  format: 'products:1.0',
  products,
  updated,
})
