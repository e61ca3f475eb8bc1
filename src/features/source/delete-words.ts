import type { Image } from '#contract/gateway.ts'
import { capabilitiesOf } from '#lib/maas-version.ts'
import { heldFrom } from './held-from.ts'
import type { SourceState } from './model.ts'

type Deletion = {
  /** Of MAAS. */
  readonly version: string
  readonly old: SourceState
  /** The sources that stay. */
  readonly elsewhere: readonly SourceState[]
  /** null: not read yet. */
  readonly images: readonly Image[] | null
  readonly importing: boolean
  /** Ubuntu release; '' when not known. */
  readonly commissioningRelease: string
}

/** What deleting a source means, in paragraphs; `warning` is what needs attention. */
export function deletionTexts(deletion: Deletion): { texts: string[]; warning: string | null } {
  const { version, old, elsewhere, importing, commissioningRelease } = deletion
  const { syncsSelections: isImmediate } = capabilitiesOf(version)
  const commissions = (state: SourceState) =>
    state.selections.some(({ os, release }) => os === 'ubuntu' && release === commissioningRelease)
  const needsIt = commissions(old) && !elsewhere.some(commissions)
  const texts = [
    [selectionsText(old), isImmediate ? deletedText(deletion) : removedText(deletion)].join(' ').trim(),
    importing && (isImmediate ? STOPPED_AND_DELETED : STOPPED),
    elsewhere.length === 0 && (isImmediate ? LAST_ONE : LAST_ONE_COMES_BACK),
  ].filter((text) => text !== false)
  const when = isImmediate ? ' MAAS deletes them immediately.' : ''
  return {
    texts,
    warning: needsIt
      ? `${commissioningRelease} is the release machines are commissioned with: without its images no machine can be added.${when}`
      : null,
  }
}

const STOPPED = 'An import is running: it is stopped first, and begins again without this source.'
const STOPPED_AND_DELETED =
  'An import is running: it is stopped first, and what is half downloaded is deleted. It begins again without this source.'
const LAST_ONE_COMES_BACK =
  'It is the only source: MAAS puts its own (maas.io) back at the import, with a selection of its own.'
const KEPT =
  'Nothing else is selected, and then an import removes no image: MAAS keeps its images until something is selected.'
const LAST_ONE = 'It is the only source: MAAS imports nothing until another one is added.'

function selectionsText({ selections }: SourceState): string {
  if (selections.length === 0) return 'Nothing is selected of it.'
  const names = selections.map(({ os, release }) => `${os} ${release}`).join(', ')
  return `Its ${selections.length} ${selections.length === 1 ? 'selection goes' : 'selections go'} with it: ${names}.`
}

/**
 * Up to 3.7 the import removes what no other source selects. Where there is none MAAS puts its own back, and selects the
 * commissioning release on amd64 from it.
 */
function removedText({ images, old, elsewhere, commissioningRelease }: Deletion): string {
  const others =
    elsewhere.length > 0
      ? elsewhere.flatMap(({ selections }) => selections)
      : [{ os: 'ubuntu', release: commissioningRelease, arches: ['amd64'] }]
  const held = images ? heldFrom(images, old.selections, others) : 0
  if (held === 0) return ''
  // resource_cleaner: no selections at all are a filter that lets everything pass
  if (others.length === 0) return KEPT
  return `${held} ${held === 1 ? 'image' : 'images'} that the region holds for them alone ${held === 1 ? 'goes' : 'go'} at the import that follows at once.`
}

/** MAAS 3.8 deletes what this source brought, also what another one would bring instead. */
function deletedText({ images, old, elsewhere }: Deletion): string {
  const rank = ({ source }: SourceState) => source.priority ?? 0
  const enabled = elsewhere.filter(({ source }) => source.enabled !== false)
  const preferred = enabled
    .filter((state) => old.source.enabled === false || rank(state) > rank(old))
    .flatMap(({ selections }) => selections)
  const held = images ? heldFrom(images, old.selections, preferred) : 0
  if (held === 0) return ''
  const others = enabled.flatMap(({ selections }) => selections)
  const shared = held - heldFrom(images ?? [], old.selections, others)
  const again =
    shared > 0
      ? ` The import that follows downloads ${shared === held ? (held === 1 ? 'it' : 'them') : `${shared} of them`} again from another source.`
      : ''
  return `MAAS deletes ${held === 1 ? 'its image' : `its ${held} images`} immediately.${again}`
}
