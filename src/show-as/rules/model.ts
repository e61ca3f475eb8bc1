import type { SourceExtras, SourceState, SourceStep } from '#selections/source-step.ts'

/* The plans that are shown as commands: what a page would run. */

export type { SourceState as SourceNow }

export type PlanStep =
  | SourceStep
  /** Changes only these details of a source, and sends its keyring data again, because MAAS refuses the change without. */
  | {
      readonly kind: 'change-details'
      readonly id: number
      readonly url: string
      readonly details: Partial<SourceExtras>
      readonly keyring_data: string
    }
  /** Deletes one kernel of an image. `name`: `ubuntu/noble`; `arch`: `amd64` */
  | {
      readonly kind: 'delete-resource'
      readonly id: number
      readonly name: string
      readonly arch: string
    }
  /** Changes one setting of MAAS. `name`: one of MAAS's own names, of letters and underscores */
  | { readonly kind: 'set-setting'; readonly name: string; readonly value: string }

export type Plan = {
  /** Of MAAS. */
  readonly version: string
  /** The sources and selections that the plan starts from. */
  readonly before: readonly SourceState[]
  readonly steps: readonly PlanStep[]
}
