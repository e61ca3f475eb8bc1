import type { StreamProduct } from '#streams/simplestreams/products.ts'
import type { DemoStreams } from '#simulator/demo/demo-streams.ts'
import { recordedRegion } from '#testing/simulator/fixture-client.ts'
import { tinyStreams, tinyTree } from '#testing/simulator/fixture-streams.ts'
import { bootloader, item, KEYRING, product } from '#testing/recorded/recorded-streams.ts'
import type { Recording } from '#testing/recorded/recording.ts'
import { BYTES_PER_SECOND } from '#testing/recorded/replay.ts'
import {
  addSource,
  bootloadersOf,
  hold,
  kernelsOf,
  readAlready,
  select,
} from '#simulator/demo/scenario-parts.ts'
import type { State } from '#simulator/state/state.ts'

/*
 * The region that was recorded: its first source is the stable stream, which it cannot reach, and the lab is another.
 * IDs of sources are renumbered, for a refused priority used up 20 of them. Left out: v3, and polls that repeat
 * what one before them shows.
 */

const LAB = 'http://127.0.0.1:5390/big'
/** A second address of the same stream, and its keyring file. */
const LAB_TWO = 'http://127.0.0.1:5390/big2'
const LAB_KEYRING = '/usr/share/keyrings/lab.gpg'

function kernels(
  release: string,
  version: string,
  serial: string,
  arch: string,
  names: string[],
): StreamProduct[] {
  return names.map((kernel) => {
    const folder = `lab/${release}/${arch}/${serial}`
    return product({
      name: `com.ubuntu.maas:stable:v3:boot:${version}:${arch}:${kernel}`,
      release,
      arch,
      subarch: kernel.replace('-lowlatency', ''),
      subarches: ['generic', `ga-${version}`],
      kflavor: kernel.endsWith('lowlatency') ? 'lowlatency' : 'generic',
      kernel,
      releaseTitle: `${version} LTS`,
      codename: release,
      version,
      versions: [
        {
          version: serial,
          items: [
            item('boot-initrd', `${folder}/${kernel}/boot-initrd`, 700),
            item('boot-kernel', `${folder}/${kernel}/boot-kernel`, 900),
            item('squashfs', `${folder}/squashfs`, 12_582_912),
          ],
        },
      ],
    })
  })
}

const kernelNames = (version: string) => [`ga-${version}`, `ga-${version}-lowlatency`, `hwe-${version}`]

const PRODUCTS = [
  ...kernels('bionic', '18.04', '20230607', 'amd64', kernelNames('18.04')),
  ...kernels('focal', '20.04', '20250624', 'amd64', kernelNames('20.04')),
  ...kernels('focal', '20.04', '20250624', 'arm64', ['ga-20.04', 'hwe-20.04']),
  ...kernels('noble', '24.04', '20260706', 'amd64', kernelNames('24.04')),
  bootloader('grub-efi-signed', 'uefi', 'amd64', ['grub2-signed.tar.xz', 'shim-signed.tar.xz']),
  bootloader('grub-efi', 'uefi', 'arm64', ['grub2-signed.tar.xz', 'shim-signed.tar.xz']),
  bootloader('grub-ieee1275', 'open-firmware', 'ppc64el', ['grub2.tar.xz']),
  bootloader('pxelinux', 'pxe', 'i386', ['syslinux.tar.xz']),
]

const labStreams = (): DemoStreams => {
  const streams = tinyStreams()
  return {
    ...streams,
    trees: { ...streams.trees, stable: tinyTree(LAB, PRODUCTS), candidate: tinyTree(LAB_TWO, PRODUCTS) },
  }
}

export const labRegion = ({ region: start }: Recording) =>
  recordedRegion((state) => prepare(state, start), {
    streams: labStreams(),
    hasRack: false,
    version: '3.8.0',
  })

function prepare(state: State, start: string): void {
  state.bytesPerSecond = BYTES_PER_SECOND
  state.keyringFiles.set(LAB_KEYRING, new Uint8Array(KEYRING))
  state.config.set('commissioning_distro_series', 'noble')
  state.config.set('default_distro_series', 'noble')
  // no recording waited for the hourly import
  state.nextSyncAt = Infinity
  for (const source of state.sources.values()) Object.assign(source, { name: 'MAAS Stable', priority: 1 })
  for (const selection of state.selections.values()) selection.release = 'noble'
  state.offers.clear()
  if (start === 'installed') return
  const lab = addSource(state, LAB, { name: 'Lab', priority: 6 })
  Object.assign(lab, { keyringFilename: '', keyringData: new Uint8Array(KEYRING) })
  const offer = readAlready(state, lab)
  if (start === 'lab') return
  state.sources.delete(1)
  state.selections.clear()
  select(state, lab.id, 'ubuntu', 'noble', ['amd64'])
  if (start === 'lab alone') return
  for (const release of ['focal', 'bionic']) select(state, lab.id, 'ubuntu', release, ['amd64'])
  for (const release of ['bionic', 'focal', 'noble'])
    hold(state, kernelsOf(offer, 'ubuntu', release, 'amd64'))
  hold(state, bootloadersOf(offer))
}
