import type { BootSource, NewSelection, Selection } from '#contract/maas.ts'

/* A change of boot sources and selections as the calls to MAAS that make it. */

/** What defines a boot source: a URL, and a keyring as a file on the region or as data (base64), not both. */
export type SourceSpec = {
  readonly url: string
  readonly keyring_filename: string
  readonly keyring_data: string
}
/** What MAAS 3.8 also stores for a source. */
export type SourceExtras = {
  /** Unique in a region; defaults to the URL. */
  readonly name: string
  /** If several sources offer an image, MAAS imports it from the one with the highest priority. */
  readonly priority: number
  readonly enabled: boolean
  readonly skip_keyring_verification: boolean
}

/** A boot source and its selections, as MAAS has them. */
export type SourceState = { readonly source: BootSource; readonly selections: readonly Selection[] }

/** One call to MAAS. */
export type SourceStep =
  | { readonly kind: 'stop-import' }
  | { readonly kind: 'create-source'; readonly spec: SourceSpec; readonly extras?: Partial<SourceExtras> }
  /** Keeps id and selections. `id` null: the source created by an earlier step. */
  | {
      readonly kind: 'update-source'
      readonly id: number | null
      readonly spec: SourceSpec
      readonly extras?: SourceExtras
    }
  /** Also deletes its selections. */
  | { readonly kind: 'delete-source'; readonly id: number; readonly url: string }
  /** `sourceId` null: the source created by an earlier step. */
  | { readonly kind: 'create-selection'; readonly sourceId: number | null; readonly wanted: NewSelection }
  | {
      readonly kind: 'update-selection'
      readonly sourceId: number
      readonly id: number
      readonly wanted: NewSelection
    }
  | {
      readonly kind: 'delete-selection'
      readonly sourceId: number
      readonly id: number
      readonly os: string
      readonly release: string
    }
  | { readonly kind: 'import' }
