import fc from 'fast-check'
import type { FilesAnswer } from '#contract/gateway.ts'
import { isComplete } from '#simulator/rules/resources.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { shortSha256 } from '#lib/text/short-sha256.ts'
import { imageOf } from '#selections/outcome/image-of.ts'
import { ownersOf } from '#selections/outcome/owners-38.ts'
import { MAAS_IO, SNAP_KEYRING } from '#selections/maas-io.ts'
import type { SourceOffer } from '#selections/source-offer.ts'
import { fakeSum } from '#simulator/demo/fake-sum.ts'
import { standingClock } from '#testing/simulator/fixture-client.ts'
import { tinyStreams, tinyTree } from '#testing/simulator/fixture-streams.ts'
import { Region } from '#simulator/rules/region.ts'
import { addSource, emptyState, hold, readAlready } from '#simulator/demo/scenario-parts.ts'
import { updateSource } from '#simulator/rules/sources.ts'
import { keepAllOwn, winningSelections } from '#simulator/rules38/own-selections.ts'
import type { State38 } from '#simulator/rules38/state38.ts'
import { nextId, type State } from '#simulator/state/state.ts'
import { catalogueOf } from '#streams/catalogue/catalogue.ts'
import type { StreamProduct } from '#streams/simplestreams/products.ts'

/* Regions with arbitrary sources, selections and files, for property tests. */

const ADDRESSES = ['http://a.example.com/', 'http://b.example.com/', 'http://c.example.com/']
export const RELEASES = ['jammy', 'noble']
export const ARCHES = ['amd64', 'arm64']
const KERNELS = [
  ['ga', 'generic'],
  ['hwe', 'generic'],
  ['hwe', 'lowlatency'],
] as const
const VERSION_OF: Record<string, string> = { jammy: '22.04', noble: '24.04' }
const SERIALS = ['20260101', '20260601', '20260901']

/** The version that is never an older one: only this version can have other files under the same names. */
const NEWEST = SERIALS.at(-1)

type Kernel = {
  release: string
  arch: string
  kernel: number
  serials: string[]
  label: string
  stream: number
  /** The source whose product it is; '' if all sources share it. */
  owner: string
  /** Another product of the same content, for the same kernel and label. */
  isTwin: boolean
  /** Whether it lists no initrd of the version that is never an older one. */
  lacksInitrd: boolean
  /** The source of its files and of its root file system, which all products of a source share. */
  content: string
  root: string
}

/** A product with files whose sizes depend on their type; the kernels share the root file system. */
function productOf(one: Kernel): StreamProduct {
  const { release, arch, kernel, serials, label, stream, owner, isTwin, lacksInitrd, content, root } = one
  const [word, kflavor] = KERNELS[kernel] ?? KERNELS[0]
  const version = VERSION_OF[release] ?? ''
  const subarch = `${word}-${version}`
  const name = kflavor === 'generic' ? subarch : `${subarch}-${kflavor}`
  const file = (ftype: string, serial: string, path: string, whose = content) => {
    const sha256 = fakeSum(`${serial === NEWEST ? whose : ''}${path}/${ftype}`)
    const size = (Number.parseInt(sha256.slice(0, 6), 16) % 9973) + 1
    return { ftype, path: `${stream}/${whose}/${path}/${ftype}`, sha256, size }
  }
  return {
    name: `c:v3:boot:${version}:${arch}:${name}:${label}${isTwin ? ':twin' : ''}`,
    contentId: `c${owner}`,
    kind: 'image',
    os: 'ubuntu',
    release,
    arch,
    label,
    subarch,
    subarches: ['generic', 'ga-20.04', `ga-${version}`],
    kflavor,
    kernel: name,
    releaseTitle: `${version} LTS`,
    codename: '',
    version,
    supportEol: null,
    bootloaderType: null,
    imported: true,
    versions: serials
      .toSorted()
      .toReversed()
      .map((serial) => ({
        version: serial,
        items: [
          ...(lacksInitrd && serial === NEWEST
            ? []
            : [file('boot-initrd', serial, `${release}/${arch}/${serial}/${name}`)]),
          file('boot-kernel', serial, `${release}/${arch}/${serial}/${name}/${label}`),
          file('squashfs', serial, `${release}/${arch}/${serial}`, root),
        ],
      })),
  }
}

const loaderOf = (stream: number, label: string, serial: string): StreamProduct => ({
  ...productOf({
    release: 'grub',
    arch: 'amd64',
    kernel: 0,
    serials: [serial],
    // the files of a version are the same with any label
    label: 'stable',
    stream,
    owner: '',
    isTwin: false,
    lacksInitrd: false,
    content: '',
    root: '',
  }),
  label,
  name: 'c:1:grub-efi-signed:uefi:amd64',
  kind: 'bootloader',
  os: 'grub-efi-signed',
  release: '',
  bootloaderType: 'uefi',
})

/** Mostly one, so that most kernels are listed once. */
const labels = fc.oneof({ weight: 2, arbitrary: fc.constant('stable') }, fc.constant('candidate'))

/** Mostly the products that all sources have. */
const ownOr = (stream: number) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.constant(String(stream)))

const kernelsOf = (stream: number) =>
  fc
    .tuple(ownOr(stream), kernelList(stream))
    .map(([root, kernels]) => kernels.map((one) => productOf({ ...one, root })))

const kernelList = (stream: number) =>
  fc.uniqueArray(
    fc.record({
      release: fc.constantFrom(...RELEASES),
      arch: fc.constantFrom(...ARCHES),
      kernel: fc.nat(KERNELS.length - 1),
      serials: fc.uniqueArray(fc.constantFrom(...SERIALS), { minLength: 1 }),
      label: labels,
      stream: fc.constant(stream),
      owner: ownOr(stream),
      isTwin: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
      lacksInitrd: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
      content: ownOr(stream),
    }),
    {
      selector: ({ release, arch, kernel, label, owner, isTwin }) =>
        `${release} ${arch} ${kernel} ${label} ${owner} ${isTwin}`,
      maxLength: 8,
    },
  )

export const listOf = (...values: string[]) =>
  fc.oneof(fc.constant<string[]>(['*']), fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }))

const selectionOf = (release: string) =>
  fc.record({
    os: fc.constant('ubuntu'),
    release: fc.constant(release),
    arches: listOf(...ARCHES),
    subarches: listOf('generic', 'ga-20.04', 'ga-22.04', 'hwe-22.04', 'ga-24.04', 'hwe-24.04'),
    labels: fc.oneof(
      { weight: 5, arbitrary: fc.constant(['*']) },
      { weight: 2, arbitrary: fc.constant(['stable']) },
      { weight: 2, arbitrary: fc.constant(['candidate']) },
      fc.constant(['candidate', 'stable']),
      fc.constant(['daily']),
    ),
  })

const selections = fc
  .tuple(...RELEASES.map((release) => fc.option(selectionOf(release), { nil: null })))
  .map((all) => all.filter((one) => one !== null))

export const anySource = (stream: number) =>
  fc.record({
    products: fc
      .tuple(kernelsOf(stream), fc.option(labels, { nil: null }), fc.constantFrom(...SERIALS))
      .map(([kernels, loader, serial]) =>
        loader ? [loaderOf(stream, loader, serial), ...kernels] : kernels,
      ),
    selections,
    /** Whether it lists its files but has none (up to 3.7). */
    lacksFiles: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
    /** For each product: not held, or how many versions back, and the downloaded tenths. */
    held: fc.array(fc.tuple(fc.boolean(), fc.nat(2), fc.nat(10)), { maxLength: 9 }),
  })
export type AnySource = typeof anySource extends (stream: number) => fc.Arbitrary<infer T> ? T : never

/** The change of a source since the last import (3.8). */
export type Rank = { readonly priority: number; readonly enabled: boolean }
/** Mostly unchanged; sometimes in another order, or with some sources disabled. */
export const ranksOf = (count: number): fc.Arbitrary<readonly Rank[]> =>
  fc.oneof(
    fc.constant<Rank[]>([]),
    fc
      .tuple(
        fc.shuffledSubarray([1, 2], { minLength: count, maxLength: count }),
        fc.array(fc.boolean(), { minLength: count, maxLength: count }),
      )
      .map(([priorities, enabled]) =>
        priorities.map((priority, index) => ({ priority, enabled: enabled[index] ?? true })),
      ),
  )

/**
 * Whether a source was updated after all sources were created, without a change: MAAS up to 3.7 then reads it last. It
 * depends on another arbitrary value, so that the cases of a normal run stay the same ones.
 */
const wasUpdated = ({ held }: AnySource): boolean => held.length % 2 === 1

type Kind = {
  /** Whether MAAS is a snap. Its first source is the default one. */
  readonly isSnap?: boolean
}

/** A region with these sources and the given state of their products. */
export function regionOf(
  version: string,
  sources: readonly AnySource[],
  ranks: readonly Rank[] = [],
  { isSnap = false }: Kind = {},
) {
  const clock = standingClock()
  const state = emptyState(clock, tinyStreams(), version)
  state.config.set('boot_images_auto_import', false)
  // a release that no source offers, so that all others may be cleared
  state.config.set('commissioning_distro_series', 'focal')
  /** Paths of files that an import wanted from a source that has none. */
  const asked = new Set<string>()
  const ids = sources.map(({ products, selections: wanted, lacksFiles }, index) => {
    const url = (isSnap && index === 0 ? MAAS_IO.stable : ADDRESSES[index]) ?? ''
    const holdsNone = (path: string) => {
      asked.add(path)
      return null
    }
    const tree = tinyTree(url, products, lacksFiles && !state.rules38 ? { holds: holdsNone } : {})
    state.streams.set(url.replace('http://', '').replace(/\/$/, ''), tree)
    const source = addSource(state, url, { priority: index + 1 })
    if (isSnap) source.keyringFilename = SNAP_KEYRING
    readAlready(state, source)
    for (const one of wanted) {
      const id = nextId(state, 'selection')
      const lists = { arches: [...one.arches], subarches: [...one.subarches], labels: [...one.labels] }
      state.selections.set(id, { ...one, ...lists, id, sourceId: source.id })
    }
    return source.id
  })
  const { rules38 } = state
  if (rules38) keepAllOwn(state, rules38)
  else
    for (const [index, source] of sources.entries())
      if (wasUpdated(source)) updateSource(state, ids[index] ?? 0, {})
  // what they offer was read long ago
  state.readAt = null
  for (const [index, { products, held }] of sources.entries()) {
    for (const [place, product] of products.entries()) {
      const [wasHeld, age, tenths] = held[place] ?? [false, 0, 0]
      const isHeld = wasHeld && (!rules38 || mayHold38(state, rules38, ids[index] ?? 0, product))
      if (isHeld && !holds(state, product)) hold(state, [product], { age })
      if (isHeld && tenths < 10) shorten(state, product, tenths)
    }
  }
  const region = new Region(state, { apiKey: '' })
  for (const [index, rank] of ranks.entries()) Object.assign(state.sources.get(ids[index] ?? 0) ?? {}, rank)
  return { region, clock, state, asked }
}

export type Story = ReturnType<typeof regionOf>

/**
 * Whether a file to download was missing: in MAAS 3.4 at the source that it tries, which it does not report, and from 3.5
 * on at all sources. After a stop that it has not heard, MAAS reports no failure, but leaves incomplete versions.
 */
export const hasFailed = ({ region, state, asked }: Story) => {
  if (!capabilitiesOf(region.version).limitsDownloads) return asked.size > 0
  const isReported = region.notifications().some(({ ident }) => ident === 'Image synchronization')
  const isLeft = [...state.resources.values()].some(({ sets }) => sets.some((set) => !isComplete(state, set)))
  return isReported || (asked.size > 0 && isLeft)
}

/**
 * The rules of MAAS 3.8: images that are not selected are deleted, and each image is that of the winning
 * source.
 */
const mayHold38 = (state: State, rules: State38, sourceId: number, { kind, release, arch }: StreamProduct) =>
  kind === 'bootloader' ||
  winningSelections(state, rules).some(
    (own) => own.sourceId === sourceId && own.release === release && own.arch === arch,
  )

const holds = (state: State, product: StreamProduct) =>
  [...state.resources.values()].some(
    ({ name, architecture }) =>
      name === (product.kind === 'bootloader' ? 'grub-efi-signed/uefi' : `ubuntu/${product.release}`) &&
      architecture === `${product.arch}/${product.kind === 'bootloader' ? 'generic' : product.kernel}`,
  )

/** Keeps only this many tenths of the files of a product, even of files that other resources share. */
function shorten(state: State, product: StreamProduct, tenths: number): void {
  for (const { items } of product.versions.slice(0, 1)) {
    for (const { sha256 } of items) {
      const file = state.files.get(sha256)
      if (file) file.done = Math.floor((file.size * tenths) / 10)
    }
  }
}

export const heldBy = ({ region }: Story): FilesAnswer['resources'] =>
  region.resources().map(({ id }) => {
    const { name, architecture, type, sets, controllers } = region.resource(id)
    return {
      synced: type === 'Synced',
      name,
      architecture,
      sets: sets.map(({ version, label, files }) => ({
        version,
        label,
        complete: files.length > 0 && files.every(({ done, size }) => done === size * controllers),
        files: files.map(({ sha256, size, done, filename }) => [
          shortSha256(sha256),
          size,
          Math.min(size, done),
          filename,
        ]),
      })),
    }
  })

const offersOf = ({ state }: Story): SourceOffer[] => {
  const { reader } = capabilitiesOf(state.version)
  return [...state.sources.values()].map(({ id, priority, enabled }) => ({
    id,
    priority,
    enabled,
    offer: catalogueOf(state.offers.get(id) ?? [], [], reader),
    selections: [...state.selections.values()].filter(({ sourceId }) => sourceId === id),
  }))
}

/** Whether it cannot be known from which source a MAAS 3.8 has an image. */
export const isUnsure = (story: Story): boolean =>
  [...ownersOf(offersOf(story), heldBy(story)).values()].some(({ sure }) => !sure)

/** Whether the lists of the sources of a MAAS 3.8 mislead about the one from which it has an image. */
export function isMistaken(story: Story): boolean {
  const { rules38, resources } = story.state
  const owners = ownersOf(offersOf(story), heldBy(story))
  return [...resources.values()].some((one) => {
    const own = one.selectionId === null ? undefined : rules38?.selections.get(one.selectionId)
    const guess = owners.get(imageOf(one))
    return own !== undefined && guess !== undefined && guess.source.id !== own.sourceId
  })
}
