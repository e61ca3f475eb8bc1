import type { SyncChange } from '#api/activity/sync-changes.ts'

/** "20260901 to 20261001", "New: 20261001", "Removed: 20260901", "20261001, kernels: 1 added" */
export function versionsText({ before, after, kernels }: SyncChange): string {
  if (before === null) return `New: ${after ?? ''}`
  if (after === null) return `Removed: ${before}`
  if (before !== after) return `${before} to ${after}`
  const parts = [
    ...(kernels.added > 0 ? [`${kernels.added} added`] : []),
    ...(kernels.removed > 0 ? [`${kernels.removed} removed`] : []),
  ]
  return `${after}, kernels${parts.length === 0 ? ' updated' : `: ${parts.join(', ')}`}`
}
