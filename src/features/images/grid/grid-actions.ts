import type { ImageId } from '#features/images/deletion/rules/image-id.ts'
import type { ReleaseRow } from '#features/images/rules/model.ts'
import type { ReleaseKey } from '#selections/keys.ts'

/** The actions of the grid. */
export type GridActions = {
  /** Why nothing can be changed now; null: changes are possible. */
  readonly readOnlyReason: string | null
  /** Shows why a box could not be changed. */
  readonly explain: (reason: string) => void
  readonly select: (targets: readonly { row: ReleaseRow; arches: readonly string[] }[], on: boolean) => void
  readonly kernels: (row: ReleaseRow, subarches: readonly string[]) => void
  readonly allArches: (row: ReleaseRow) => void
  /** Shows the list for deleting, and asks whether to delete this image. */
  readonly remove: (image: ImageId) => void
  /** Opens or closes a row or a group. */
  readonly toggle: (key: ReleaseKey) => void
}
