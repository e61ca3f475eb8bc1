import type { CatalogueArch, Image } from '#contract/gateway.ts'
import type { ReleaseId, ReleaseKey } from '#selections/keys.ts'
import type { Wanted } from '#selections/wanted.ts'

/** What the region has selected now. */
export type Saved = ReadonlyMap<
  ReleaseKey,
  ReleaseId & { readonly selectionId: number; readonly wanted: Wanted }
>

/**
 * Ticks not saved yet: only the releases that differ. `base` is what was saved when the person first
 * changed this release: the middle of a three-way merge. Null: nothing selected.
 */
export type Draft = ReadonlyMap<ReleaseKey, DraftEntry>

export type DraftEntry = ReleaseId & {
  readonly base: Wanted | null
  readonly wanted: Wanted | null
  /** What its source was when it was first changed; absent: not noted. */
  readonly on?: SourceIdentity | undefined
}

/** Address and keyring of a source: the name of a file, or a sum of data. */
export type SourceIdentity = { readonly url: string; readonly keyring: string }

/** Where one image stands, from the person's point of view. */
export type ImageState =
  /** `absent`: it could not be imported, see there. */
  | ({ kind: 'not-selected'; absent?: true } & Partial<Unused>)
  /** Ticked, not saved. With a reason: saving it brings nothing from this source. */
  | ({ kind: 'selected' } & Partial<Unused>)
  /** Saved, nothing has arrived. `importing`: its turn comes; else it starts with the next import. */
  | { kind: 'queued'; importing: boolean }
  | { kind: 'downloading'; done: number; bytes: number }
  /** Incomplete, and the running import brings nothing of it. `since`: ms timestamp of the last byte seen. */
  | { kind: 'stalled'; done: number; bytes: number; since: number }
  /** Incomplete, and no import is running: the next one goes on from here (MAAS up to 3.7). */
  | { kind: 'stopped'; done: number; bytes: number }
  | { kind: 'synced' }
  | { kind: 'update'; held: string; newest: string }
  /** Will be removed: by the save that is drafted, or (already saved) at the next import. */
  | { kind: 'removing'; when: 'after-save' | 'next-import' }
  /** Selected and held, but the source no longer offers it. */
  | { kind: 'gone' }
  /** Selected, listed by the source, but its files are not there (a mirror that holds a part): an import of it fails. */
  | { kind: 'absent' }
  /** Selected, but MAAS imports nothing for it from this source (3.8). */
  | ({ kind: 'unused' } & Unused)
  /**
   * Not selected in API 2.0, and yet MAAS 3.8 holds and syncs it: another client shortened the architectures of its
   * selection, which MAAS's own selection does not follow.
   */
  | { kind: 'kept' }
  | { kind: 'custom' }
  /** Its boot resources have not been read yet. */
  | { kind: 'reading' }

/**
 * Why MAAS 3.8 does not use a source for an image. disabled: `source` is this one. outranked: `source` is the enabled
 * one with the highest priority of those that select the image.
 */
export type Unused = { readonly because: 'disabled' | 'outranked'; readonly source: string }

export type StateKind = ImageState['kind']

/** One architecture of a release row. */
export type Cell = {
  readonly arch: string
  readonly state: ImageState
  /** Wanted by the draft, else by what is saved. */
  readonly ticked: boolean
  /** Ticked differs from what is saved. */
  readonly changed: boolean
  /** Why it cannot be unticked, in words; null: it can. */
  readonly locked: string | null
  /** Bytes of the wanted kernels at the source; of what is held where the source is silent. */
  readonly bytes: number
  /** What the source offers; null: nothing (custom, gone). */
  readonly offer: CatalogueArch | null
  /** What the region holds; null: nothing. */
  readonly image: Image | null
  /** From where else MAAS imports it, see alsoImported; '': nowhere. */
  readonly also: string
  /** It is here, and its source could not bring it again: it does not offer it any more, or lacks files of it. */
  readonly lost?: Lost
}

export type Lost = 'not-offered' | 'files-missing'

export type ReleaseRow = ReleaseId & {
  readonly key: ReleaseKey
  /** What its source is called, where there are several; '' else. */
  readonly source: string
  /** MAAS does not import from its source, because an administrator disabled it. */
  readonly sourceDisabled: boolean
  readonly title: string
  readonly codename: string
  readonly lts: boolean
  /** The last day of support, YYYY-MM-DD; null: not known. */
  readonly supportEol: string | null
  /** That day is over. */
  readonly supportEnded: boolean
  readonly version: string
  /** false: custom images, bootloaders: no boxes. */
  readonly selectable: boolean
  readonly cells: readonly Cell[]
  readonly wanted: Wanted | null
  readonly saved: Wanted | null
  /** Bytes of the ticked images (of all that is held for custom ones). */
  readonly bytes: number
  /** Why its last architecture must stay, in words; null: it may go. */
  readonly mustStay: string | null
}

/** A group of the table: an OS, custom images, or what comes along by itself. */
export type Group = {
  readonly id: string
  readonly title: string
  readonly kind: 'os' | 'custom' | 'along'
  readonly rows: readonly ReleaseRow[]
}

export type Table = {
  readonly groups: readonly Group[]
  readonly arches: readonly string[]
  /** This MAAS imports only the chosen kernels (up to 3.6). */
  readonly kernelsFiltered: boolean
}
