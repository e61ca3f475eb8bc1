import type { ReleaseRow } from '#features/images/rules/model.ts'
import type { ReleaseKey } from '#selections/keys.ts'

/** What a person can do in the grid. */
export type GridActions = {
  /** Why nothing can be changed now; null: it can. */
  readonly writesOff: string | null
  /** Says why a box could not be changed. */
  readonly explain: (reason: string) => void
  readonly tick: (targets: readonly { row: ReleaseRow; arches: readonly string[] }[], on: boolean) => void
  readonly kernels: (row: ReleaseRow, subarches: readonly string[]) => void
  readonly allArches: (row: ReleaseRow) => void
  /** Opens or closes a row or a group. */
  readonly toggle: (key: ReleaseKey) => void
}
