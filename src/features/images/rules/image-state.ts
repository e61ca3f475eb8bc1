import type { CatalogueArch, Image } from '#contract/gateway.ts'
import type { ImageState, KeptAnyway, Lost, Unused } from './model.ts'
import { isAbsent, newestKernelVersion, wantedKernels } from '#selections/wanted-kernels.ts'
import type { Wanted } from '#selections/wanted.ts'

/** How long no byte may arrive before a download counts as stalled, in ms. */
export const STALL_AFTER_MS = 120_000

export type ImageStateInput = {
  /** What the source offers of this architecture. */
  readonly offer: CatalogueArch | null
  readonly image: Image | null
  readonly selected: boolean
  readonly wasSelected: boolean
  /** Whether the image has appeared since the selections were read: another client may have selected it. */
  readonly justAppeared?: boolean
  /** Whether the catalogue of the source has been read; only then an image can be "not offered". */
  readonly catalogueKnown: boolean
  /** Whether the administrator keeps it if no source offers it. */
  readonly withoutUpdates?: boolean
  readonly importing: boolean
  /** Whether MAAS reports only some of its imports (3.8), so that only the bytes show that an image is arriving. */
  readonly syncsSelections: boolean
  /** Why MAAS up to 3.7 keeps it even if it is not selected. */
  readonly keptAnyway?: KeptAnyway | null
  /** Why MAAS does not use this source for it; null: it does. */
  readonly unused: Unused | null
  /** Whether other sources have the files that this one lists but lacks. */
  readonly supplied?: boolean
  /** Whether an older version at the source replaces a newer one that is held; if absent, nothing shows that. */
  readonly takesOlder?: boolean
  /** Kernels and labels that the selection names. */
  readonly filter: Pick<Wanted, 'subarches' | 'labels'>
  /** MAAS imports only the chosen kernels. */
  readonly kernelsFiltered: boolean
  /** When a byte was last seen to arrive, ms; null: not seen yet. */
  readonly lastByteAt: number | null
  /** When the images were read, ms: not the wall clock, or a hidden tab would see stalls. */
  readonly now: number
}

/** The state of one image, from what is offered, selected, saved and held. */
export function imageState(input: ImageStateInput): ImageState {
  const { image, selected, wasSelected, keptAnyway } = input
  if (image?.kind === 'uploaded') return customImageState(image)
  if (!selected) {
    if (!image) return { kind: 'not-selected', ...(lacksFiles(input) && { absent: true }), ...input.unused }
    if (!wasSelected && input.justAppeared) return { kind: 'reading' }
    if (keptAnyway && !image.known) return { kind: 'reading' }
    // an import deletes what is not complete, whatever is selected
    if (keptAnyway === 'whole-source' || (keptAnyway && isHeld(image)))
      return { kind: 'kept', because: keptAnyway }
    if (wasSelected) return { kind: 'removing', when: 'after-save' }
    // from 3.8 on MAAS deletes images together with their selection, not at an import
    return input.syncsSelections ? { kind: 'kept' } : { kind: 'removing', when: 'next-import' }
  }
  if (input.unused) return { kind: wasSelected ? 'unused' : 'selected', ...input.unused }
  if (!wasSelected) return { kind: lacksFiles(input) ? 'absent' : 'selected' }
  return kept(input)
}

/** The state of a custom image. */
export const customImageState = ({ incoming }: Image): ImageState =>
  incoming ? { kind: 'half', done: incoming.done, bytes: incoming.bytes } : { kind: 'custom' }

/** The state of an image whose selection is saved. */
function kept(input: ImageStateInput): ImageState {
  const { image, importing } = input
  if (image && !image.known) return { kind: 'reading' }
  const wanted = kernelsOf(input)
  if (image?.incoming && !(isLeft(input) && isGone(input, wanted))) {
    const { done, bytes } = image.incoming
    if (done > 0) return moving(input, done, bytes)
    // no byte has arrived yet: if an older version is still in use, that is more useful to know
    return (
      replacementOf(input, image, wanted) ??
      (lacksFiles(input) ? { kind: 'absent' } : { kind: 'queued', importing })
    )
  }
  if (isGone(input, wanted))
    return { kind: input.withoutUpdates && image && isHeld(image) ? 'without-updates' : 'gone' }
  if (!image || !isComplete(image, wanted))
    return lacksFiles(input) ? { kind: 'absent' } : { kind: 'queued', importing }
  return replacementOf(input, image, wanted) ?? { kind: 'synced' }
}

const isGone = ({ offer, catalogueKnown }: ImageStateInput, wanted: readonly WantedKernel[]): boolean =>
  offer === null ? catalogueKnown : wanted.length === 0

/** Why a held image could not be downloaded from its source again; null: it could, or it is not held. */
export function lostWith(input: ImageStateInput): Lost | null {
  const { image } = input
  if (image?.kind !== 'synced' || !isHeld(image)) return null
  if (isGone(input, kernelsOf(input))) return 'not-offered'
  return lacksFiles(input) ? 'files-missing' : null
}

function moving(input: ImageStateInput, done: number, bytes: number): ImageState {
  if (isLeft(input) || (!input.importing && !input.syncsSelections)) return { kind: 'stopped', done, bytes }
  const since = input.lastByteAt
  if (since !== null && input.now - since >= STALL_AFTER_MS) return { kind: 'stalled', done, bytes, since }
  return { kind: 'downloading', done, bytes }
}

/** MAAS reports the bytes of a download every 10 seconds. */
const FIRST_REPORT_MS = 30_000

/** Whether an ended sync of MAAS 3.8 has left the image incomplete, and no other one downloads it. */
function isLeft({ image, importing, syncsSelections, lastByteAt, now }: ImageStateInput): boolean {
  const rests = image?.incoming?.resting === true || image?.incoming?.done === 0
  const isQuiet = lastByteAt === null || now - lastByteAt >= FIRST_REPORT_MS
  return syncsSelections && !importing && rests && isQuiet
}

/**
 * Whether the source lists the image with a label that MAAS imports, but neither this nor another source has its
 * files.
 */
const lacksFiles = ({ offer, supplied, filter, kernelsFiltered }: ImageStateInput): boolean =>
  offer !== null && !supplied && isAbsent(offer, kernelsFiltered ? filter.labels : ['*'])

/** A wanted kernel and its newest version at the source; '' if the source does not list it. */
type WantedKernel = { readonly name: string; readonly newest: string }

/** The wanted kernels; if the source does not list the image, the kernels that MAAS has begun to download. */
function kernelsOf({ offer, image, filter, kernelsFiltered }: ImageStateInput): readonly WantedKernel[] {
  if (!offer) return image?.kernels.map(({ name }) => ({ name, newest: '' })) ?? []
  return [...wantedKernels(offer, filter, kernelsFiltered)].map((index) => ({
    name: offer.kernels[index]?.name ?? '',
    newest: newestKernelVersion(offer, [index]),
  }))
}

/** Whether the region holds a complete version of any kernel. */
const isHeld = ({ kernels }: Pick<Image, 'kernels'>): boolean => kernels.some(({ held }) => held !== null)

const isComplete = (image: Image, wanted: readonly WantedKernel[]): boolean =>
  isHeld(image) &&
  wanted.every(({ name }) => image.kernels.some((kernel) => kernel.name === name && kernel.held !== null))

/**
 * What replaces the held version, if all wanted kernels are held, and the source offers another version of one of them.
 * MAAS imports that even if it is older (docs/maas-quirks.md).
 */
function replacementOf(
  { takesOlder = false }: ImageStateInput,
  image: Image,
  wanted: readonly WantedKernel[],
): ImageState | null {
  if (!isComplete(image, wanted)) return null
  let oldest: { held: string; newest: string } | null = null
  let older: { held: string; offered: string } | null = null
  for (const { name, held, incoming } of image.kernels) {
    const offered = wanted.find((one) => one.name === name)
    if (held === null || !offered) continue
    const newest = latest(offered.newest, incoming?.version ?? '')
    if (held < newest && (oldest === null || held < oldest.held)) oldest = { held, newest }
    if (takesOlder && held > newest && newest !== '') older ??= { held, offered: newest }
  }
  if (oldest) return { kind: 'update', ...oldest }
  return older && { kind: 'older', ...older }
}

/** Versions compare by byte order, as in SimpleStreams. */
const latest = (a: string, b: string): string => (a > b ? a : b)
