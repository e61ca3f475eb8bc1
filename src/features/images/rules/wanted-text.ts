import { hasAll, type Wanted } from '#selections/wanted.ts'

/** A wanted selection in words: "amd64, arm64; all kernels" */
export function wantedText(wanted: Wanted | null): string {
  if (!wanted) return 'Not selected'
  const arches = hasAll(wanted.arches) ? 'All architectures' : wanted.arches.join(', ')
  const kernels = hasAll(wanted.subarches) ? 'all kernels' : `kernels ${wanted.subarches.join(', ')}`
  return `${arches}; ${kernels}`
}
