import { hasAll, type Wanted } from '#selections/wanted.ts'

/** A wanted selection in words: "amd64, arm64; all kernels" */
export function wantedText(wanted: Wanted | null): string {
  if (!wanted) return 'Not selected'
  const arches = hasAll(wanted.arches) ? 'All architectures' : wanted.arches.join(', ')
  const kernels = hasAll(wanted.subarches) ? 'all kernels' : kernelNames(wanted.subarches)
  return `${arches}; ${kernels}`
}

/** "kernel ga-24.04", "kernels ga-24.04, hwe-24.04" */
export const kernelNames = (names: readonly string[]): string =>
  `${names.length === 1 ? 'kernel' : 'kernels'} ${names.join(', ')}`
