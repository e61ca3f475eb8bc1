import type { SourceState, SourceStep } from '#selections/source-step.ts'

/* The plans that are shown as commands: what a page would run. */

export type { SourceState as SourceNow, SourceStep as PlanStep }

export type Plan = {
  /** Of MAAS. */
  readonly version: string
  /** The sources and selections that the plan starts from. */
  readonly before: readonly SourceState[]
  readonly steps: readonly SourceStep[]
}
