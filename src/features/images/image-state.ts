import type { CatalogueArch, Image } from '#contract/gateway.ts'
import type { ImageState, Wanted } from './model.ts'
import { wantedKernels } from '#selections/wanted-kernels.ts'
import { newestOf } from './offer.ts'

export { stateDetail, stateText, type StateContext } from './state-text.ts'

/** How long no byte may arrive before a download counts as stalled, in ms. */
export const STALL_AFTER_MS = 120_000

export type ImageStateInput = {
  /** What the source offers of this architecture. */
  readonly offer: CatalogueArch | null
  readonly image: Image | null
  readonly ticked: boolean
  readonly savedTicked: boolean
  /** The catalogue of the source has been read: what it does not offer is gone. */
  readonly catalogueKnown: boolean
  readonly importing: boolean
  /** Kernels and labels that the selection names. */
  readonly filter: Pick<Wanted, 'subarches' | 'labels'>
  /** MAAS imports only the chosen kernels. */
  readonly kernelsFiltered: boolean
  /** When a byte was last seen to arrive, ms; null: not seen yet. */
  readonly lastByteAt: number | null
  /** When the images were read, ms: not the wall clock, or a hidden tab would see stalls. */
  readonly now: number
}

/** Where one image stands: a rule of what is offered, ticked, saved and held. */
export function imageState(input: ImageStateInput): ImageState {
  const { offer, image, ticked, savedTicked } = input
  if (image?.kind === 'uploaded') return { kind: 'custom' }
  if (!ticked) {
    if (!image) return offer?.absent ? { kind: 'not-selected', absent: true } : { kind: 'not-selected' }
    return { kind: 'removing', when: savedTicked ? 'after-save' : 'next-import' }
  }
  if (!savedTicked) return { kind: offer?.absent ? 'absent' : 'selected' }
  return kept(input)
}

/** Ticked and saved: MAAS is to hold it. */
function kept(input: ImageStateInput): ImageState {
  const { offer, image, importing } = input
  if (image && !image.known) return { kind: 'reading' }
  const wanted = kernelsOf(input)
  if (image?.incoming) {
    const { done, bytes } = image.incoming
    if (done > 0) return moving(input, done, bytes)
    // its first byte is still to come: an older version that serves meanwhile says more
    return (
      updateOf(image, offer, wanted) ?? (offer?.absent ? { kind: 'absent' } : { kind: 'queued', importing })
    )
  }
  if (offer === null && input.catalogueKnown) return { kind: 'gone' }
  if (offer !== null && wanted.length === 0) return { kind: 'gone' }
  if (!image || !isComplete(image, wanted))
    return offer?.absent ? { kind: 'absent' } : { kind: 'queued', importing }
  return updateOf(image, offer, wanted) ?? { kind: 'synced' }
}

function moving(input: ImageStateInput, done: number, bytes: number): ImageState {
  if (!input.importing) return { kind: 'stopped', done, bytes }
  const since = input.lastByteAt
  if (since !== null && input.now - since >= STALL_AFTER_MS) return { kind: 'stalled', done, bytes, since }
  return { kind: 'downloading', done, bytes }
}

/** Names of the kernels that MAAS is to hold; where the source is silent, those it has begun with. */
function kernelsOf({ offer, image, filter, kernelsFiltered }: ImageStateInput): readonly string[] {
  if (!offer) return image?.kernels.map(({ name }) => name) ?? []
  const wanted = wantedKernels(offer, filter, kernelsFiltered)
  return offer.kernels.filter((_, index) => wanted.has(index)).map(({ name }) => name)
}

function isComplete({ kernels }: Image, wanted: readonly string[]): boolean {
  return (
    kernels.some(({ held }) => held !== null) &&
    wanted.every((name) => kernels.some((kernel) => kernel.name === name && kernel.held !== null))
  )
}

/** An update, when everything wanted is held and some kernel of it is older than the newest one. */
function updateOf(image: Image, offer: CatalogueArch | null, wanted: readonly string[]): ImageState | null {
  if (!isComplete(image, wanted)) return null
  let oldest: { held: string; newest: string } | null = null
  for (const { name, held, incoming } of image.kernels) {
    if (held === null || !wanted.includes(name)) continue
    const newest = latest(offeredVersion(offer, name), incoming?.version ?? '')
    if (held < newest && (oldest === null || held < oldest.held)) oldest = { held, newest }
  }
  return oldest && { kind: 'update', ...oldest }
}

/** Versions compare by byte order, as in SimpleStreams. */
const latest = (a: string, b: string): string => (a > b ? a : b)

/** The source's newest version of a kernel; '' when it has none. */
function offeredVersion(offer: CatalogueArch | null, name: string): string {
  const kernel = offer?.kernels.find((other) => other.name === name)
  return offer && kernel ? newestOf(offer, kernel) : ''
}
