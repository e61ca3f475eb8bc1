/* What images.maas.io offers, restated: releases, architectures, kernels, sizes as they were in July 2026. */

/** Initrd, kernel, root file system, in bytes. */
export type Sizes = readonly [initrd: number, kernel: number, root: number]

export type DemoRelease = {
  readonly version: string
  readonly release: string
  readonly codename: string
  readonly lts: boolean
  readonly supportEol: string
  readonly esmEol: string
  /** Newest version first; what has reached its end keeps one. */
  readonly serials: readonly string[]
  /** Kernels of each architecture by short names, see demo-products.ts. */
  readonly arches: Readonly<Record<string, string>>
  readonly sizes: Sizes
}

const PRECISE: Sizes = [78_000_000, 15_000_000, 420_000_000]
const XENIAL: Sizes = [85_000_000, 9_000_000, 380_000_000]
const SMALL: Sizes = [78_000_000, 15_000_000, 275_000_000]

const LTS = 'ga ga-ll hwe hwe-edge hwe-ll hwe-ll-edge'
const HWE = 'ga hwe hwe-edge'
const XGENE = 'xgene-uboot xgene-uboot-mustang'
const OLD = 'hwe-t hwe-u hwe-v hwe-w hwe-x'
const FIRST = 'hwe-p hwe-q hwe-r hwe-s hwe-t'

const oldLts = {
  amd64: LTS,
  arm64: `${HWE} ${XGENE}`,
  armhf: `${HWE} lpae`,
  i386: LTS,
  ppc64el: HWE,
  s390x: HWE,
}
const { i386: _, ...focal } = oldLts
const interim = { amd64: 'ga ga-ll', arm64: `ga ${XGENE}`, armhf: 'ga lpae', ppc64el: 'ga', s390x: 'ga' }
const plain = { amd64: 'ga', arm64: 'ga', armhf: 'ga', ppc64el: 'ga', s390x: 'ga' }

type Row = [
  version: string,
  codename: string,
  supportEol: string,
  esmEol: string,
  serials: string,
  sizes: Sizes,
]

function row(
  arches: DemoRelease['arches'],
  [version, codename, supportEol, esmEol, serials, sizes]: Row,
): DemoRelease {
  const release = codename.split(' ')[0]?.toLowerCase() ?? ''
  const lts = version.endsWith('.04') && Number(version.slice(0, 2)) % 2 === 0
  return { version, release, codename, lts, supportEol, esmEol, serials: serials.split(' '), arches, sizes }
}

/** The 17 Ubuntu releases of the stable stream: 233 products. */
export const UBUNTU: readonly DemoRelease[] = [
  row({ amd64: FIRST, armhf: 'highbank', i386: FIRST }, [
    '12.04',
    'Precise Pangolin',
    '2017-04-28',
    '2019-04-26',
    '20170424',
    PRECISE,
  ]),
  row(
    {
      amd64: `${OLD} hwe-x-ll`,
      arm64: `${OLD} ${XGENE}`,
      armhf: `${OLD} lpae`,
      i386: `${OLD} hwe-x-ll`,
      ppc64el: OLD,
    },
    ['14.04', 'Trusty Tahr', '2019-04-25', '2022-04-25', '20191107', PRECISE],
  ),
  row(oldLts, ['16.04', 'Xenial Xerus', '2021-04-21', '2026-04-23', '20210928', XENIAL]),
  row(oldLts, ['18.04', 'Bionic Beaver', '2023-05-31', '2028-04-26', '20230607', XENIAL]),
  row(focal, ['20.04', 'Focal Fossa', '2025-05-29', '2030-04-23', '20250624', XENIAL]),
  row(interim, ['20.10', 'Groovy Gorilla', '2021-07-22', '2021-07-22', '20210720', SMALL]),
  row(interim, ['21.04', 'Hirsute Hippo', '2022-01-20', '2022-01-20', '20220118', SMALL]),
  row(interim, ['21.10', 'Impish Indri', '2022-07-14', '2022-07-14', '20220713', SMALL]),
  row({ ...focal, arm64: `${HWE} hwe-ll hwe-ll-edge ${XGENE}` }, [
    '22.04',
    'Jammy Jellyfish',
    '2027-06-01',
    '2032-04-21',
    '20260722 20260709 20260626 20260613',
    [115_936_699, 11_731_176, 455_872_512],
  ]),
  row(interim, ['22.10', 'Kinetic Kudu', '2023-07-20', '2023-07-20', '20230325', SMALL]),
  row(interim, ['23.04', 'Lunar Lobster', '2024-01-25', '2024-01-25', '20240123', SMALL]),
  row({ ...interim, arm64: 'ga' }, [
    '23.10',
    'Mantic Minotaur',
    '2024-07-11',
    '2024-07-11',
    '20240619',
    SMALL,
  ]),
  row({ amd64: LTS, arm64: `${HWE} hwe-ll hwe-ll-edge`, armhf: HWE, ppc64el: HWE, s390x: HWE }, [
    '24.04',
    'Noble Numbat',
    '2029-05-31',
    '2034-04-25',
    '20260706 20260623 20260610 20260528',
    [78_320_226, 15_010_183, 271_847_424],
  ]),
  row({ ...plain, amd64: 'ga ga-ll' }, [
    '24.10',
    'Oracular Oriole',
    '2025-07-10',
    '2025-07-10',
    '20250620',
    [75_990_212, 15_440_264, 272_650_240],
  ]),
  row({ ...plain, amd64: 'ga ga-ll' }, [
    '25.04',
    'Plucky Puffin',
    '2026-01-15',
    '2026-01-15',
    '20250928',
    SMALL,
  ]),
  row(plain, ['25.10', 'Questing Quokka', '2026-07-09', '2026-07-09', '20260706', SMALL]),
  row(plain, [
    '26.04',
    'Resolute Raccoon',
    '2031-05-29',
    '2036-04-23',
    '20260705 20260622 20260609 20260527',
    SMALL,
  ]),
]

/** In candidate only: a release that has not come to stable. The name is made up. */
export const CANDIDATE_ONLY: DemoRelease = row(plain, [
  '26.10',
  'Stalwart Stoat',
  '2027-07-08',
  '2027-07-08',
  '20260720',
  SMALL,
])

/** What candidate has newer than stable, by release: the newest version, in front of the others. */
export const CANDIDATE_NEWER: Readonly<Record<string, string>> = {
  jammy: '20260804',
  noble: '20260719',
  resolute: '20260718',
}

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

export const BOOTLOADERS: readonly {
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

/** The mirror of the `large` scenario: 20 systems with 26 releases of 4 architectures each, beside Ubuntu. */
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
