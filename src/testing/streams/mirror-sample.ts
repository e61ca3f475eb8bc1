import { createHash } from 'node:crypto'
import { indexOf, productsFile, rawStream, type RawStream } from './sound-stream.ts'

/*
 * A stream to be mirrored. It has what decides what sstream-mirror takes: files that kernels share, several versions,
 * labels and systems, names that contain one another, and keys at every level.
 */

/** The content of an image file: its path, padded, so that it has as many bytes as the stream lists. */
export const sampleContent = (path: string): string =>
  `${path}\n`.padEnd(100 + Buffer.from(path).reduce((sum, byte) => sum + byte, 0), '.')

const item = (ftype: string, path: string) => {
  const content = sampleContent(path)
  return {
    ftype,
    path,
    sha256: createHash('sha256').update(content).digest('hex'),
    size: content.length,
  }
}
const named = (...items: readonly ReturnType<typeof item>[]) =>
  Object.fromEntries(items.map((one) => [one.ftype, one]))

type Kernel = { release: string; version: string; arch: string; subarch: string; label?: string }

const ubuntu = (
  { release, version, arch, subarch, label = 'stable' }: Kernel,
  serials: readonly string[],
) => {
  const versions = serials.map((serial) => {
    const folder = `${release}/${arch}/${serial}`
    const files = [
      item('boot-initrd', `${folder}/${subarch}/generic/boot-initrd`),
      item('boot-kernel', `${folder}/${subarch}/generic/boot-kernel`),
      item('manifest', `${folder}/squashfs.manifest`),
      item('squashfs', `${folder}/squashfs`),
    ]
    return [serial, { items: named(...files) }]
  })
  const product = {
    arch,
    kflavor: 'generic',
    krel: release,
    label,
    os: 'ubuntu',
    release,
    release_codename: release,
    release_title: `${version} LTS`,
    subarch,
    subarches: `generic,${subarch}`,
    support_eol: '2029-05-31',
    version,
    versions: Object.fromEntries(versions),
  }
  return [`com.ubuntu.maas.${label}:v3:boot:${version}:${arch}:${subarch}`, product] as const
}

const bootloader = (os: string, type: string, arch: string, source: string) =>
  [
    `com.ubuntu.maas.stable:1:${os}:${type}:${arch}`,
    {
      arch,
      arches: arch,
      'bootloader-type': type,
      label: 'stable',
      os,
      versions: {
        '20260615.0': {
          items: {
            [source]: {
              ...item('archive.tar.xz', `bootloaders/${type}/${arch}/20260615.0/${source}.tar.xz`),
              src_package: source,
              src_release: 'noble',
              src_version: '1',
            },
          },
        },
      },
    },
  ] as const

const custom = (os: string, release: string) =>
  [
    `com.ubuntu.maas.stable:${os}-bases:${release}:amd64`,
    {
      arch: 'amd64',
      label: 'stable',
      os,
      release,
      release_title: `${os} ${release}`,
      subarch: 'generic',
      subarches: 'generic',
      version: release,
      versions: {
        '20260601_01': {
          items: named(
            item('manifest', `${os}/${release}/root-tgz.manifest`),
            item('root-tgz', `${os}/${release}/root-tgz`),
          ),
        },
      },
    },
  ] as const

const SERIALS = ['20260601', '20260701', '20260721'] as const

/** @param newest the newest version of Ubuntu 24.04 on amd64 */
export function mirrorSample(newest: string = SERIALS[2]): RawStream {
  const noble = { release: 'noble', version: '24.04' }
  const jammy = { release: 'jammy', version: '22.04', arch: 'amd64' }
  const serials = [...SERIALS.slice(0, 2), newest]
  const products = [
    ubuntu({ ...noble, arch: 'amd64', subarch: 'ga-24.04' }, serials),
    ubuntu({ ...noble, arch: 'amd64', subarch: 'hwe-24.04' }, serials),
    ubuntu({ ...noble, arch: 'arm64', subarch: 'ga-24.04' }, SERIALS.slice(0, 1)),
    ubuntu({ ...jammy, subarch: 'ga-22.04' }, SERIALS.slice(1)),
    ubuntu({ ...jammy, subarch: 'ga-22.04', label: 'candidate' }, ['20260725']),
    // a name that contains another one
    ubuntu({ release: 'jammy-like', version: '99.04', arch: 'amd64', subarch: 'ga-99.04' }, ['20260501']),
  ]
  return rawStream(
    {
      ubuntu: productsFile('ubuntu', Object.fromEntries(products)),
      bootloaders: productsFile(
        'bootloaders',
        Object.fromEntries([
          bootloader('grub-efi-signed', 'uefi', 'amd64', 'grub2-signed'),
          bootloader('grub-efi', 'uefi', 'arm64', 'grub2'),
          bootloader('pxelinux', 'pxe', 'i386', 'syslinux'),
        ]),
      ),
      bases: productsFile(
        'bases',
        Object.fromEntries([custom('centos', '8'), custom('rhel', '8'), custom('centos', '8-stream')]),
      ),
    },
    indexOf(['ubuntu', 'bootloaders', 'bases'], newest === SERIALS[2] ? {} : { updated: LATER }),
  )
}

const LATER = 'Thu, 01 Oct 2026 08:00:00 +0000'
