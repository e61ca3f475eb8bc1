import { sizeText } from '#lib/bytes.ts'
import type { ReviewLine } from '#features/images/review/review-line.ts'
import type { Summary } from './summary.ts'

/** "2 images to add, 1 image to remove · 1.2 GB to download · 0.4 GB freed" */
export function sumText(summary: Summary): string {
  const { add, already, notImported, remove, cleared, kept, kernels, arches } = summary
  const parts = [
    counted(add, 'image to add', 'images to add'),
    counted(
      already,
      'selected image that MAAS has or imports anyway',
      'selected images that MAAS has or imports anyway',
    ),
    counted(
      notImported,
      'selected image that MAAS does not import',
      'selected images that MAAS does not import',
    ),
    counted(remove, 'image to remove', 'images to remove'),
    counted(cleared, 'cleared image that MAAS does not have', 'cleared images that MAAS does not have'),
    counted(kept, 'cleared image that MAAS keeps', 'cleared images that MAAS keeps'),
    kernels.length > 0 &&
      `other kernels for ${kernels.length} ${kernels.length === 1 ? 'release' : 'releases'}`,
    arches.length > 0 &&
      `future architectures for ${arches.length} ${arches.length === 1 ? 'release' : 'releases'}`,
  ].filter((part) => part !== false)
  const what = parts.length > 0 ? parts.join(', ') : 'The selection changes, but no image is added or removed'
  return [what, ...bytesTexts(summary)].join(' · ')
}

function counted(changes: readonly ReviewLine[], one: string, several: string): string | false {
  // the same image of two sources counts once
  const count = new Set(changes.map(({ id, arch }) => `${id.os}/${id.release} ${arch}`)).size
  return count > 0 && `${count} ${count === 1 ? one : several}`
}

function bytesTexts(summary: Summary): string[] {
  const { downloadBytes, due, freedBytes, isAbout, isFreedAbout, isDueAbout } = summary
  if (isAbout && downloadBytes + due.bytes + freedBytes === 0) return ['probably nothing to download or free']
  return [
    downloadBytes > 0 || isAbout ? `${sizeText(downloadBytes, isAbout)} to download` : '',
    due.bytes > 0 ? `${sizeText(due.bytes, isDueAbout)} due anyway` : '',
    freedBytes > 0 ? `${sizeText(freedBytes, isFreedAbout)} freed` : '',
  ].filter((part) => part !== '')
}
