import type { Item, StreamProduct } from '#streams/simplestreams/products.ts'
import type { DemoStreams } from '#simulator/demo/demo-streams.ts'
import { fakeSum } from '#simulator/demo/fake-sum.ts'
import { tinyStreams, tinyTree } from '#testing/simulator/fixture-streams.ts'

const MB = 1_000_000
const SERIAL = '20260901'

/** The bytes of the keyring that signs the streams; fixtures hold them as `[153, 1, 13, 4]`, or `mQENBA==` in base64. */
export const KEYRING = [153, 1, 13, 4]

export const item = (ftype: string, path: string, size: number): Item => ({
  ftype,
  path,
  size,
  sha256: fakeSum(path),
})

export function product(
  changes: Partial<StreamProduct> & Pick<StreamProduct, 'name' | 'arch'>,
): StreamProduct {
  return {
    contentId: 'com.ubuntu.maas:stable:v3:download',
    kind: 'image',
    os: 'ubuntu',
    release: '',
    label: 'stable',
    subarch: 'generic',
    subarches: ['generic'],
    kflavor: 'generic',
    kernel: 'generic',
    releaseTitle: '',
    codename: '',
    version: '',
    supportEol: null,
    bootloaderType: null,
    imported: true,
    versions: [],
    ...changes,
  }
}

type Release = { release: string; version: string; title: string; arch: string; label?: string }

/** The kernels that the recorded region found for a release of Ubuntu. */
function kernels({ release, version, title, arch, label = 'stable' }: Release): StreamProduct[] {
  const names: [subarch: string, flavor: string][] = [
    [`ga-${version}`, 'generic'],
    [`hwe-${version}`, 'generic'],
    [`hwe-${version}-edge`, 'generic'],
    [`ga-${version}`, 'lowlatency'],
  ]
  return names.map(([subarch, kflavor]) => {
    const kernel = kflavor === 'generic' ? subarch : `${subarch}-${kflavor}`
    const folder = `${release}/${arch}/${SERIAL}`
    return product({
      name: `com.ubuntu.maas.${label}:v3:boot:${version}:${arch}:${kernel}`,
      release,
      arch,
      label,
      subarch,
      subarches: ['generic', 'hwe-p', 'hwe-x', subarch],
      kflavor,
      kernel,
      releaseTitle: title,
      codename: release,
      version,
      versions: [
        {
          version: SERIAL,
          items: [
            item('boot-initrd', `${folder}/${kernel}/boot-initrd`, 75 * MB),
            item('boot-kernel', `${folder}/${kernel}/boot-kernel`, 14 * MB),
            item('squashfs', `${folder}/squashfs`, 420 * MB),
          ],
        },
      ],
    })
  })
}

export const bootloader = (os: string, bootloaderType: string, arch: string, files: string[]) =>
  product({
    name: `com.ubuntu.maas.stable:1:${os}:${bootloaderType}:${arch}`,
    arch,
    kind: 'bootloader',
    os,
    bootloaderType,
    versions: [
      {
        version: '20260801.0',
        items: files.map((name) => item('archive.tar.xz', `bootloaders/${os}/${arch}/${name}`, 0.8 * MB)),
      },
    ],
  })

const noble = { release: 'noble', version: '24.04', title: '24.04 LTS' }

const STABLE = [
  ...kernels({ release: 'jammy', version: '22.04', title: '22.04 LTS', arch: 'amd64' }),
  ...['amd64', 'arm64', 'ppc64el'].flatMap((arch) => kernels({ ...noble, arch })),
  ...kernels({ release: 'oracular', version: '24.10', title: '24.10', arch: 'amd64' }),
  product({
    name: 'com.ubuntu.maas.stable:centos-bases:8:amd64',
    os: 'centos',
    release: '8',
    arch: 'amd64',
    releaseTitle: 'CentOS 8',
    versions: [{ version: '20240622_01', items: [item('root-tgz', 'centos/8/root-tgz', 400 * MB)] }],
  }),
  bootloader('grub-efi-signed', 'uefi', 'amd64', ['grub2-signed.tar.xz', 'shim-signed.tar.xz']),
  bootloader('grub-efi', 'uefi', 'arm64', ['grub2.tar.xz']),
  bootloader('pxelinux', 'pxe', 'i386', ['syslinux.tar.xz']),
]

/** What the streams offered when the recordings were made, as far as the recordings show it. */
export function recordedStreams(): DemoStreams {
  const streams = tinyStreams()
  const { stable, candidate } = streams.trees
  return {
    ...streams,
    trees: {
      ...streams.trees,
      stable: tinyTree(stable.url, STABLE),
      candidate: tinyTree(candidate.url, kernels({ ...noble, arch: 'amd64', label: 'candidate' })),
    },
  }
}
