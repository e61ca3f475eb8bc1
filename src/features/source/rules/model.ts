import type { BootSource, NewSelection } from '#contract/maas.ts'
import type { SourceExtras, SourceSpec, SourceState, SourceStep } from '#selections/source-step.ts'
import { effective } from '#selections/wanted.ts'

export type { SourceExtras, SourceSpec, SourceState, SourceStep }

/** The state that a change leads to: one source and its selections. All other sources stay as they are. */
export type SourceTarget = {
  /** null: the replaced source is deleted, and no other takes its place. */
  readonly spec: SourceSpec | null
  /** What MAAS 3.8 has in addition, complete; absent for older versions. */
  readonly extras?: SourceExtras | undefined
  readonly selections: readonly NewSelection[]
  /** The id of the boot source that this one replaces; null: it is added to the others. */
  readonly replaces: number | null
  /** The change goes back from another one that stopped half-way. */
  readonly back?: true | undefined
}

export const specOf = ({ url, keyring_filename, keyring_data }: BootSource): SourceSpec => ({
  url,
  keyring_filename,
  keyring_data,
})

/** What MAAS 3.8 has for a source in addition to address and keyring; undefined for older versions. */
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

/** A selection with an empty list imports nothing and is ignored; this page never creates one. */
export const selectsSomething = (wanted: NewSelection): boolean => effective(wanted) !== null

/** base64 is compared without whitespace, because MAAS breaks it into lines. */
export const sameSpec = (a: SourceSpec, b: SourceSpec): boolean =>
  a.url === b.url &&
  a.keyring_filename === b.keyring_filename &&
  packed(a.keyring_data) === packed(b.keyring_data)

/** Equal for equal extras, whatever order their fields came in. */
export const extrasText = (extras: SourceExtras | undefined): string =>
  extras
    ? JSON.stringify([extras.name, extras.priority, extras.enabled, extras.skip_keyring_verification])
    : ''

const packed = (base64: string) => base64.replaceAll(/\s/g, '')
