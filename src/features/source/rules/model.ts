import type { SourceExtras, SourceSpec } from '#api/sources.ts'
import type { BootSource, NewSelection, Selection } from '#contract/maas.ts'
import { effective } from '#selections/wanted.ts'

export type { SourceExtras, SourceSpec }

/** A boot source and what is selected of it. */
export type SourceState = { readonly source: BootSource; readonly selections: readonly Selection[] }

/** What a change shall lead to: one source and its selections; all other sources stay as they are. */
export type SourceTarget = {
  /** null: the source that it replaces goes, and nothing takes its place. */
  readonly spec: SourceSpec | null
  /** What MAAS 3.8 keeps beside it, whole; absent for an older MAAS, which has none of it. */
  readonly extras?: SourceExtras | undefined
  readonly selections: readonly NewSelection[]
  /** The boot source it takes the place of; null: it is added beside the others. */
  readonly replaces: number | null
  /** It leads back from a change that stopped half-way, to what was before that. */
  readonly back?: true | undefined
}

/** One call on MAAS. */
export type SourceStep =
  | { readonly kind: 'stop-import' }
  | { readonly kind: 'create-source'; readonly spec: SourceSpec; readonly extras?: Partial<SourceExtras> }
  /** Keeps id and selections. `id` null: the source that is created before. */
  | {
      readonly kind: 'update-source'
      readonly id: number | null
      readonly spec: SourceSpec
      readonly extras?: SourceExtras
    }
  /** Takes its selections along. */
  | { readonly kind: 'delete-source'; readonly id: number; readonly url: string }
  /** `sourceId` null: of the source that is created before. */
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

export const specOf = ({ url, keyring_filename, keyring_data }: BootSource): SourceSpec => ({
  url,
  keyring_filename,
  keyring_data,
})

/** What MAAS 3.8 keeps of a source beside its address and keyring; undefined for older ones. */
export function extrasOf(source: BootSource): SourceExtras | undefined {
  const { name, priority, enabled, skip_keyring_verification } = source
  if (name === undefined || priority === undefined) return undefined
  return {
    name,
    priority,
    enabled: enabled ?? true,
    skip_keyring_verification: skip_keyring_verification ?? false,
  }
}

/** One with an empty list imports nothing, and the page does not make such: it counts for nothing. */
export const selectsSomething = (wanted: NewSelection): boolean => effective(wanted) !== null

/** base64 is compared by what it says: MAAS breaks it into lines. */
export const sameSpec = (a: SourceSpec, b: SourceSpec): boolean =>
  a.url === b.url &&
  a.keyring_filename === b.keyring_filename &&
  packed(a.keyring_data) === packed(b.keyring_data)

/** The same for the same extras, however they came. */
export const extrasText = (extras: SourceExtras | undefined): string =>
  extras
    ? JSON.stringify([extras.name, extras.priority, extras.enabled, extras.skip_keyring_verification])
    : ''

const packed = (base64: string) => base64.replaceAll(/\s/g, '')
