import type { ThereNow } from '#contract/there-now.ts'
import type { Selection } from '#contract/maas.ts'
import { sourceLabel } from '#selections/source-name.ts'

/** The state that MAAS has instead of the expected one, as a sentence. */
export function thereNowText(now: ThereNow): string {
  switch (now.what) {
    case 'selection':
      return now.selection
        ? `MAAS now has ${selectionText(now.selection)} selected.`
        : 'The selection no longer exists.'
    case 'source':
      if (!now.source) return 'The boot source no longer exists.'
      return now.selections === null
        ? `The boot source is now ${sourceLabel(now.source)}.`
        : `The boot source is now ${sourceLabel(now.source)}, with ${listOf(now.selections.map(selectionText), 'nothing')} selected.`
    case 'setting':
      return `The setting ${now.name} is now ${now.value || 'empty'}.`
    default:
      return `The boot sources are now: ${listOf(now.sources.map(sourceLabel), 'none')}.`
  }
}

const MOST = 5

/** The first few names, and how many more there are. */
function listOf(names: readonly string[], none: string): string {
  if (names.length === 0) return none
  const more = names.length - MOST
  return [...names.slice(0, MOST), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

/** "ubuntu noble (amd64, arm64)" */
const selectionText = ({ os, release, arches }: Selection): string =>
  `${os} ${release} (${arches.includes('*') ? 'all architectures' : arches.join(', ')})`
