/* The images of images.maas.io other than Ubuntu, restated, and the extra images of the `large` mirror. */

export const CENTOS = [
  {
    version: '7.0',
    release: 'centos70',
    title: 'CentOS 7',
    supportEol: '2024-06-30',
    serials: ['20240622_01', '20240604_01', '20240501_01', '20240128_01'],
    bytes: 542_967_263,
  },
  {
    version: '8',
    release: '8',
    title: 'CentOS 8',
    supportEol: '2021-12-31',
    serials: ['20211104_01', '20211029_01', '20210909_01', '20210817_01'],
    bytes: 656_034_816,
  },
] as const

type Archive = readonly [name: string, bytes: number]

export const DEMO_BOOTLOADERS: readonly {
  os: string
  type: string
  arch: string
  arches: string
  serials: readonly string[]
  archives: readonly Archive[]
}[] = [
  {
    os: 'grub-efi-signed',
    type: 'uefi',
    arch: 'amd64',
    arches: 'amd64',
    serials: ['20231004.0', '20230222.0', '20221029.0', '20210819.0'],
    archives: [
      ['grub2-signed', 1_227_860],
      ['shim-signed', 322_352],
    ],
  },
  {
    os: 'grub-efi',
    type: 'uefi',
    arch: 'arm64',
    arches: 'arm64',
    serials: ['20231004.0', '20230222.0', '20221029.0', '20210819.0'],
    archives: [
      ['grub2-signed', 1_231_204],
      ['shim-signed', 251_776],
    ],
  },
  {
    os: 'grub-ieee1275',
    type: 'open-firmware',
    arch: 'ppc64el',
    arches: 'ppc64el,ppc64',
    serials: ['20210509.0', '20201124.0'],
    archives: [['grub2', 521_916]],
  },
  {
    os: 'pxelinux',
    type: 'pxe',
    arch: 'amd64',
    arches: 'amd64, i386',
    serials: ['20230615.0'],
    archives: [['syslinux', 421_032]],
  },
  {
    os: 'pxelinux',
    type: 'pxe',
    arch: 'i386',
    arches: 'i386',
    serials: ['20210203.0', '20180807.0'],
    archives: [['syslinux', 412_540]],
  },
]

/**
 * The mirror of the `large` scenario: 20 systems with 26 releases of 4 architectures each, in addition to
 * Ubuntu.
 */
export const LARGE = {
  systems: [
    ['almalinux', 'AlmaLinux'],
    ['alpine', 'Alpine Linux'],
    ['amazon', 'Amazon Linux'],
    ['archlinux', 'Arch Linux'],
    ['azurelinux', 'Azure Linux'],
    ['clearlinux', 'Clear Linux'],
    ['debian', 'Debian'],
    ['esxi', 'VMware ESXi'],
    ['eurolinux', 'EuroLinux'],
    ['fedora', 'Fedora'],
    ['freebsd', 'FreeBSD'],
    ['gentoo', 'Gentoo'],
    ['mageia', 'Mageia'],
    ['ol', 'Oracle Linux'],
    ['openeuler', 'openEuler'],
    ['opensuse', 'openSUSE'],
    ['photon', 'Photon OS'],
    ['rhel', 'RHEL'],
    ['rocky', 'Rocky Linux'],
    ['sles', 'SUSE Linux'],
  ],
  releases: 26,
  arches: ['amd64', 'arm64', 'ppc64el', 's390x'],
  serials: ['20260701_01', '20260501_01'],
  bytes: 640_000_000,
} as const
