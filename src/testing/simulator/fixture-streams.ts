import type { Item, StreamProduct } from '#streams/simplestreams/products.ts'
import type { DemoStreams } from '#simulator/demo/demo-streams.ts'
import { fakeSum } from '#simulator/demo/fake-sum.ts'
import { holdsListed, type StreamTree } from '#simulator/rules/stream-tree.ts'

/* A stream small enough to count by hand, for tests of the region's rules. It is neither served nor signed. */

const MB = 1_000_000
/** Bytes of one kernel (initrd and kernel), and of the root file system that all kernels of an image share. */
export const KERNEL_BYTES = 100 * MB
export const ROOT_BYTES = 400 * MB
export const BOOTLOADER_BYTES = 2 * MB

const file = (ftype: string, path: string, size: number): Item => ({
  ftype,
  path,
  size,
  sha256: fakeSum(path),
})

type Image = {
  release: string
  version: string
  arch: string
  label?: string
  /** `[subarch, flavor]` of each kernel */
  kernels: [subarch: string, kflavor: string][]
  /** Newest first. */
  serials: string[]
}

function ubuntu({ release, version, arch, label = 'stable', kernels, serials }: Image): StreamProduct[] {
  return kernels.map(([subarch, kflavor]) => {
    const kernel = kflavor === 'generic' ? subarch : `${subarch}-${kflavor}`
    return {
      name: `com.ubuntu.maas.${label}:v3:boot:${version}:${arch}:${kernel}`,
      contentId: `com.ubuntu.maas:${label}:v3:download`,
      kind: 'image',
      os: 'ubuntu',
      release,
      arch,
      label,
      subarch,
      subarches: ['generic', 'ga-16.04', `ga-${version}`],
      kflavor,
      kernel,
      releaseTitle: `${version} LTS`,
      codename: release,
      version,
      supportEol: '2031-04-01',
      bootloaderType: null,
      imported: true,
      versions: serials.map((serial) => {
        const own = `${release}/${arch}/${label}/${serial}/${kernel}`
        return {
          version: serial,
          items: [
            file('boot-initrd', `${own}/initrd`, KERNEL_BYTES * 0.8),
            file('boot-kernel', `${own}/kernel`, KERNEL_BYTES * 0.2),
            file('squashfs', `${release}/${arch}/${label}/${serial}/squashfs`, ROOT_BYTES),
            file('manifest', `${release}/${arch}/${label}/${serial}/squashfs.manifest`, 20_000),
          ],
        }
      }),
    }
  })
}

const [template] = ubuntu({
  release: '',
  version: '',
  arch: 'amd64',
  kernels: [['generic', 'generic']],
  serials: [],
})

function other(changes: Partial<StreamProduct>): StreamProduct {
  if (template === undefined) throw new Error('The fixture has no template.')
  return { ...template, ...changes }
}

const centos = other({
  name: 'com.ubuntu.maas.stable:centos-bases:8:amd64',
  os: 'centos',
  release: '8',
  version: '8',
  releaseTitle: 'CentOS 8',
  subarch: 'generic',
  subarches: ['generic'],
  kernel: 'generic',
  versions: [{ version: '20240622_01', items: [file('root-tgz', 'centos/8/root-tgz', 600 * MB)] }],
})

const bootloader = other({
  name: 'com.ubuntu.maas.stable:1:grub-efi-signed:uefi:amd64',
  kind: 'bootloader',
  os: 'grub-efi-signed',
  release: '',
  bootloaderType: 'uefi',
  versions: [
    {
      version: '20260801.0',
      items: [file('archive.tar.xz', 'bootloaders/uefi/amd64/grub2-signed.tar.xz', BOOTLOADER_BYTES)],
    },
  ],
})

const stable = [
  ...ubuntu({
    release: 'jammy',
    version: '22.04',
    arch: 'amd64',
    kernels: [
      ['ga-22.04', 'generic'],
      ['ga-22.04', 'lowlatency'],
      ['hwe-22.04', 'generic'],
    ],
    serials: ['20260722', '20260601'],
  }),
  ...['amd64', 'arm64'].flatMap((arch) =>
    ubuntu({
      release: 'noble',
      version: '24.04',
      arch,
      kernels: [
        ['ga-24.04', 'generic'],
        ['hwe-24.04', 'generic'],
      ],
      serials: ['20260706', '20260610'],
    }),
  ),
  ...['amd64', 'arm64'].flatMap((arch) =>
    ubuntu({
      release: 'focal',
      version: '20.04',
      arch,
      kernels: [['ga-20.04', 'generic']],
      serials: ['20250624'],
    }),
  ),
  centos,
  bootloader,
]

const candidate = ubuntu({
  release: 'noble',
  version: '24.04',
  arch: 'amd64',
  label: 'candidate',
  kernels: [['ga-24.04', 'generic']],
  serials: ['20260801'],
})

const KEYRING = new Uint8Array([153, 1, 13, 4])
const OTHER_KEYRING = new Uint8Array([153, 1, 13, 5])

/** A tree that consists of products only; it has every file that it lists, unless a test changes that. */
export const tinyTree = (
  url: string,
  products: readonly StreamProduct[],
  change: Partial<StreamTree> = {},
): StreamTree => ({
  url,
  products,
  files: new Map(),
  holds: holdsListed(() => products),
  unsigned: true,
  signedBy: KEYRING,
  ...change,
})

/** The mirrors hold only jammy and noble for amd64 and the bootloader of their list. */
const fetched = stable.filter(
  ({ kind, release, arch }) =>
    kind === 'bootloader' || (arch === 'amd64' && ['jammy', 'noble'].includes(release)),
)
const mirror = (url: string) => tinyTree(url, stable, { holds: holdsListed(() => fetched), unsigned: false })

/** Streams with the same names and addresses as the demo ones. */
export const tinyStreams = (): DemoStreams => ({
  keyring: KEYRING,
  armoredKeyring: '',
  otherKeyring: OTHER_KEYRING,
  armoredOtherKeyring: '',
  trees: {
    stable: tinyTree('http://images.maas.io/ephemeral-v3/stable/', stable),
    candidate: tinyTree('http://images.maas.io/ephemeral-v3/candidate/', candidate),
    large: tinyTree('http://mirror.example.com/large/', stable),
    mirror: mirror('http://mirror.example.com/ubuntu/'),
    'plain-mirror': mirror('http://mirror.example.com/plain/'),
    'other-key': tinyTree('http://mirror.example.com/other/', fetched, { signedBy: OTHER_KEYRING }),
  },
})
