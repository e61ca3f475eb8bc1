import type { CatalogueArch, Image } from '#contract/gateway.ts'
import type { ReleaseId, ReleaseKey } from '#selections/keys.ts'
import type { Wanted } from '#selections/wanted.ts'

/** The selections that are saved in the region. */
export type Saved = ReadonlyMap<
  ReleaseKey,
  ReleaseId & { readonly selectionId: number; readonly wanted: Wanted }
>

/**
 * The unsaved selection: only the releases that differ. `base` is what was saved when the user first changed the
 * release, and the base of a three-way merge. Null: nothing selected.
 */
export type Draft = ReadonlyMap<ReleaseKey, DraftEntry>

export type DraftEntry = ReleaseId & {
  readonly base: Wanted | null
  readonly wanted: Wanted | null
  /** The identity of its source when the release was first changed; undefined: not recorded. */
  readonly on?: SourceIdentity | undefined
}

/** The URL and keyring of a source; the keyring is a file name or a checksum of its data. */
export type SourceIdentity = { readonly url: string; readonly keyring: string }

/** The state of one image, as the user sees it. */
export type ImageState =
  /** `absent`: files are missing, as in the state of that name. */
  | ({ kind: 'not-selected'; absent?: true } & Partial<Unused>)
  /** Selected, not saved. With a reason: MAAS would not import it from this source. */
  | ({ kind: 'selected' } & Partial<Unused>)
  /**
   * Saved, but nothing has arrived. `importing`: queued in the current import; otherwise it starts with the next one.
   */
  | { kind: 'queued'; importing: boolean }
  | { kind: 'downloading'; done: number; bytes: number }
  /** Incomplete, and no data arrives although an import is running. `since`: ms timestamp of the last byte seen. */
  | { kind: 'stalled'; done: number; bytes: number; since: number }
  /** Incomplete, and no import is running (MAAS up to 3.7). */
  | { kind: 'stopped'; done: number; bytes: number }
  | { kind: 'synced' }
  | { kind: 'update'; held: string; newest: string }
  /** The source does not offer the version that MAAS holds, but an older one, as after a change from candidate to stable. */
  | { kind: 'older'; held: string; offered: string }
  /** Will be removed: after the draft is saved, or (already saved) at the next import. */
  | { kind: 'removing'; when: 'after-save' | 'next-import' }
  /** Selected and held, but the source no longer offers it. */
  | { kind: 'gone' }
  /** The same, and the administrator has chosen to keep it. */
  | { kind: 'without-updates' }
  /** Selected and listed by the source, but files are missing (an incomplete mirror), so importing it fails. */
  | { kind: 'absent' }
  /** Selected, but MAAS imports nothing for it from this source (3.8). */
  | ({ kind: 'unused' } & Unused)
  /**
   * Not selected in API 2.0, but MAAS 3.8 still holds and syncs it: another client removed the architecture from a
   * selection, and MAAS's internal selection did not follow. With a reason: up to 3.7.
   */
  | { kind: 'kept'; because?: KeptAnyway }
  | { kind: 'custom' }
  /** An upload that is not complete, so machines cannot be deployed with it yet. */
  | { kind: 'half'; done: number; bytes: number }
  /** Its boot resources have not been read yet. */
  | { kind: 'reading' }

/**
 * Why MAAS 3.8 does not use a source for an image. disabled: `source` is this one. outranked: `source` is the enabled
 * one with the highest priority of those that select the image.
 */
export type Unused = { readonly because: 'disabled' | 'outranked'; readonly source: string }

/**
 * Why MAAS up to 3.7 keeps an image that is not selected. nothing-selected: an import removes no image while nothing is
 * selected. whole-source: MAAS imports everything from a source that lists it.
 */
export type KeptAnyway = 'nothing-selected' | 'whole-source'

export type StateKind = ImageState['kind']

/** One architecture of a release row. */
export type Cell = {
  readonly arch: string
  readonly state: ImageState
  /** Selected in the draft, or else in what is saved. */
  readonly selected: boolean
  /** Whether `selected` differs from what is saved. */
  readonly changed: boolean
  /** Why the box cannot be cleared, in words; null: it can. */
  readonly locked: string | null
  /** Bytes of the wanted kernels at the source, or of the held ones if the source does not list the image. */
  readonly bytes: number
  /** The offer of the source; null: none (custom or not offered). */
  readonly offer: CatalogueArch | null
  /** What the region holds; null: nothing. */
  readonly image: Image | null
  /** From where else MAAS imports it, see alsoImported; '': from nowhere else. */
  readonly also: string
  /** Why the held image could not be downloaded from its source again. */
  readonly lost?: Lost
}

export type Lost = 'not-offered' | 'files-missing'

export type ReleaseRow = ReleaseId & {
  readonly key: ReleaseKey
  /** The name of its source, if there are several; '' otherwise. */
  readonly source: string
  /** Whether an administrator disabled its source. */
  readonly sourceDisabled: boolean
  readonly title: string
  readonly codename: string
  readonly lts: boolean
  /** The last day of support, YYYY-MM-DD; null: not known. */
  readonly supportEol: string | null
  /** Whether that day is over. */
  readonly supportEnded: boolean
  readonly version: string
  /** false: custom images, bootloaders: no boxes. */
  readonly selectable: boolean
  readonly cells: readonly Cell[]
  readonly wanted: Wanted | null
  readonly saved: Wanted | null
  /** Bytes of the selected images (for custom images: of everything that is held). */
  readonly bytes: number
  /** Why its last architecture must stay selected, in words; null: it may be cleared. */
  readonly mustStay: string | null
}

/** A group of the table: an OS, custom images, or the files that MAAS downloads with every image. */
export type Group = {
  readonly id: string
  readonly title: string
  readonly kind: 'os' | 'custom' | 'along'
  readonly rows: readonly ReleaseRow[]
}

export type Table = {
  readonly groups: readonly Group[]
  readonly arches: readonly string[]
  /** This MAAS imports only the chosen kernels (up to 3.7). */
  readonly kernelsFiltered: boolean
}
