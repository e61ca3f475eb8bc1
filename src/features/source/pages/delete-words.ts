import type { Image } from '#contract/gateway.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { countHeld } from '#features/source/rules/held-from.ts'
import type { SourceState } from '#features/source/rules/model.ts'
import { isCommissioning } from '#selections/commissioning.ts'

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
    state.selections.some((selection) => isCommissioning(selection, commissioningRelease))
  // up to 3.7 MAAS selects it again with its own source, when the last one is deleted
  const comesBack = !isImmediate && elsewhere.length === 0
  const needsIt = commissions(old) && !elsewhere.some(commissions) && !comesBack
  const texts = [
    [selectionsText(old), isImmediate ? deletedText(deletion) : removedText(deletion)].join(' ').trim(),
    importing && (isImmediate ? STOPPED_AND_DELETED : STOPPED),
    elsewhere.length === 0 && (isImmediate ? LAST_ONE : LAST_ONE_COMES_BACK),
  ].filter((text) => text !== false)
  const when = isImmediate ? ' MAAS deletes them immediately.' : ''
  return {
    texts,
    warning: needsIt
      ? `Ubuntu ${commissioningRelease} is the commissioning release. Without its images, machines cannot be commissioned.${when}`
      : null,
  }
}

const STOPPED = 'The running import is stopped first, then started again without this source.'
const STOPPED_AND_DELETED =
  'The running import is stopped first, and partial downloads are deleted. Then it is started again without this source.'
const LAST_ONE_COMES_BACK =
  'This is the only source. The import adds maas.io again, with the default selection.'
const KEPT =
  'Nothing else is selected, and then an import removes no image: MAAS keeps its images until something is selected.'
const LAST_ONE = 'This is the only source. MAAS imports nothing until another one is added.'

function selectionsText({ selections }: SourceState): string {
  if (selections.length === 0) return 'No images are selected from this source.'
  const names = selections.map(({ os, release }) => `${os} ${release}`).join(', ')
  return `Deleting the source also deletes its ${selections.length} ${selections.length === 1 ? 'selection' : 'selections'}: ${names}.`
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
  const held = images ? countHeld(images, old.selections, others) : 0
  if (held === 0) return ''
  // resource_cleaner: no selections at all are a filter that lets everything pass
  if (others.length === 0) return KEPT
  return held === 1
    ? '1 image used only by this source is removed by the import that follows.'
    : `${held} images used only by this source are removed by the import that follows.`
}

/** MAAS 3.8 deletes what this source brought, also what another one would bring instead. */
function deletedText({ images, old, elsewhere }: Deletion): string {
  const rank = ({ source }: SourceState) => source.priority ?? 0
  const enabled = elsewhere.filter(({ source }) => source.enabled !== false)
  const preferred = enabled
    .filter((state) => old.source.enabled === false || rank(state) > rank(old))
    .flatMap(({ selections }) => selections)
  const held = images ? countHeld(images, old.selections, preferred) : 0
  if (held === 0) return ''
  const others = enabled.flatMap(({ selections }) => selections)
  const shared = held - countHeld(images ?? [], old.selections, others)
  const again =
    shared > 0
      ? ` The import that follows downloads ${shared === held ? (held === 1 ? 'it' : 'them') : `${shared} of them`} again from another source.`
      : ''
  return `MAAS deletes ${held === 1 ? 'its image' : `its ${held} images`} immediately.${again}`
}
