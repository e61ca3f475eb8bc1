import type { Image } from '#contract/gateway.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { countHeld, countOwn, enabledOf } from '#features/source/rules/held-from.ts'
import type { SourceState } from '#features/source/rules/model.ts'
import { commissioningText, isCommissioning } from '#selections/commissioning.ts'

type Deletion = {
  /** Of MAAS. */
  readonly version: string
  readonly old: SourceState
  /** The remaining sources. */
  readonly elsewhere: readonly SourceState[]
  /** null: not read yet. */
  readonly images: readonly Image[] | null
  readonly importing: boolean
  /** Ubuntu release; '' when not known. */
  readonly commissioningRelease: string
  /** "Ubuntu 24.04 LTS" */
  readonly nameOf: (release: { readonly os: string; readonly release: string }) => string
}

/** The effects of deleting a source, in paragraphs; `warning` needs special attention. */
export function deletionTexts(deletion: Deletion): { texts: string[]; warning: string | null } {
  const { version, old, elsewhere, importing, commissioningRelease, nameOf } = deletion
  const { syncsSelections: isImmediate } = capabilitiesOf(version)
  const commissions = (state: SourceState) =>
    state.selections.some((selection) => isCommissioning(selection, commissioningRelease))
  // when the last source is deleted, MAAS up to 3.7 adds its own source, which selects this release again
  const comesBack = !isImmediate && elsewhere.length === 0
  const needsIt = commissions(old) && !elsewhere.some(commissions) && !comesBack
  const texts = [
    [selectionsText(deletion), isImmediate ? deletedText(deletion) : removedText(deletion)].join(' ').trim(),
    importing && (isImmediate ? STOPPED_AND_DELETED : STOPPED),
    elsewhere.length === 0 && (isImmediate ? LAST_ONE : LAST_ONE_COMES_BACK),
  ].filter((text) => text !== false)
  return {
    texts,
    warning: needsIt
      ? commissioningText.withoutImages(nameOf({ os: 'ubuntu', release: commissioningRelease }))
      : null,
  }
}

const STOPPED = 'The running import is stopped first, then started again without this source.'
const STOPPED_AND_DELETED =
  'The running import is stopped first, and partial downloads are deleted. Then it is started again without this source.'
const LAST_ONE_COMES_BACK =
  'This is the only source. The import adds maas.io again, with the default selection.'
const KEPT =
  'Nothing else is selected, so the next import removes no images. MAAS keeps them until something is selected.'
const LAST_ONE = 'This is the only source. MAAS imports nothing until another one is added.'

function selectionsText({ old: { selections }, nameOf }: Deletion): string {
  if (selections.length === 0) return 'No images are selected from this source.'
  const names = selections.map(nameOf).join(', ')
  return `Deleting the source also deletes its ${selections.length} ${selections.length === 1 ? 'selection' : 'selections'}: ${names}.`
}

/**
 * Up to 3.7, the import removes images that no other source selects. If no source is left, MAAS adds its own again, and
 * selects the commissioning release on amd64 from it.
 */
function removedText({ images, old, elsewhere, commissioningRelease }: Deletion): string {
  const others =
    elsewhere.length > 0
      ? elsewhere.flatMap(({ selections }) => selections)
      : [{ os: 'ubuntu', release: commissioningRelease, arches: ['amd64'] }]
  const held = images ? countHeld(images, old.selections, others) : 0
  if (held === 0) return ''
  // MAAS's resource_cleaner: without any selection, its filter lets everything pass
  if (others.length === 0) return KEPT
  return held === 1
    ? '1 image used only by this source is removed by the import that follows.'
    : `${held} images used only by this source are removed by the import that follows.`
}

/** MAAS 3.8 deletes the images that come from this source, even if another source could provide them. */
function deletedText({ version, images, old, elsewhere }: Deletion): string {
  const held = images ? countOwn(version, images, old, elsewhere) : 0
  if (held === 0) return ''
  const others = enabledOf(elsewhere).flatMap(({ selections }) => selections)
  const shared = held - countHeld(images ?? [], old.selections, others)
  const again =
    shared > 0
      ? ` The import that follows downloads ${shared === held ? (held === 1 ? 'it' : 'them') : `${shared} of them`} again from another source.`
      : ''
  return `MAAS deletes ${held === 1 ? 'its image' : `its ${held} images`} immediately.${again}`
}
