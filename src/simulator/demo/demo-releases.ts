/* The Ubuntu images of images.maas.io, restated: releases, architectures, kernels and sizes as of July 2026. */

/** Initrd, kernel, root file system, in bytes. */
type Sizes = readonly [initrd: number, kernel: number, root: number]

export type DemoRelease = {
  readonly version: string
  readonly release: string
  readonly codename: string
  readonly lts: boolean
  readonly supportEol: string
  readonly esmEol: string
  /** Newest version first; a release that has reached its end of life has one version. */
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

/** A release that only candidate has. The name is made up. */
export const CANDIDATE_ONLY: DemoRelease = row(plain, [
  '26.10',
  'Stalwart Stoat',
  '2027-07-08',
  '2027-07-08',
  '20260720',
  SMALL,
])

/** The versions of candidate that are newer than those of stable, by release. They come before the others. */
export const CANDIDATE_NEWER: Readonly<Record<string, string>> = {
  jammy: '20260804',
  noble: '20260719',
  resolute: '20260718',
}
