import type { BootSource, NewSelection, Selection } from '#contract/maas.ts'

/* The plans that are shown as commands: what a page would run. */

type Spec = Pick<BootSource, 'url' | 'keyring_filename' | 'keyring_data'>
/** What MAAS 3.8 has of a source in addition. */
type Extras = {
  readonly name: string
  readonly priority: number
  readonly enabled: boolean
  readonly skip_keyring_verification: boolean
}

/** A boot source and its selections, as MAAS has them. */
export type SourceNow = { readonly source: BootSource; readonly selections: readonly Selection[] }

/** One step of a plan. A source change has the same steps; the step of a saved selection is translated. */
export type PlanStep =
  | { readonly kind: 'stop-import' }
  | { readonly kind: 'create-source'; readonly spec: Spec; readonly extras?: Partial<Extras> }
  /** `id` null: the source created by an earlier step. */
  | {
      readonly kind: 'update-source'
      readonly id: number | null
      readonly spec: Spec
      readonly extras?: Extras
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
  /** Deletes one kernel of an image. `name`: `ubuntu/noble`; `arch`: `amd64` */
  | {
      readonly kind: 'delete-resource'
      readonly id: number
      readonly name: string
      readonly arch: string
    }
  | { readonly kind: 'import' }

export type Plan = {
  /** Of MAAS. */
  readonly version: string
  /** The sources and selections that the plan starts from. */
  readonly before: readonly SourceNow[]
  readonly steps: readonly PlanStep[]
}
