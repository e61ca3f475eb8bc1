import type { ImageChange } from '#api/activity/sync-changes.ts'

/** "20260901 → 20261001", "new: 20261001", "removed: 20260901" */
export function versionsText({ before, after, kernels }: ImageChange): string {
  if (before === null) return `New: ${after ?? ''}`
  if (after === null) return `Removed: ${before}`
  if (before !== after) return `${before} to ${after}`
  const parts = [
    ...(kernels.added > 0 ? [`${kernels.added} added`] : []),
    ...(kernels.removed > 0 ? [`${kernels.removed} removed`] : []),
  ]
  return parts.length === 0 ? after : `${after}, kernels: ${parts.join(', ')}`
}
