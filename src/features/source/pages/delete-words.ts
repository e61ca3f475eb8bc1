import type { Image } from '#contract/gateway.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { countHeld, countOwn, enabledOf } from '#features/source/rules/held-from.ts'
import type { SourceState } from '#features/source/rules/model.ts'
import { commissioningText, isCommissioning } from '#selections/commissioning.ts'
import { failsText } from '#selections/outcome/doubled.ts'
import type { HeldResource } from '#selections/source-offer.ts'

type Deletion = {
  /** Of MAAS. */
  readonly version: string
  readonly old: SourceState
  /** The remaining sources. */
  readonly elsewhere: readonly SourceState[]
  /** null: not read yet. */
  readonly images: readonly Image[] | null
  readonly importing: boolean
  /** What makes the import that follows fail, because the region holds it twice. */
  readonly failsAt?: readonly HeldResource[]
  /** Ubuntu release; '' when not known. */
  readonly commissioningRelease: string
  /** "Ubuntu 24.04 LTS" */
  readonly nameOf: (release: { readonly os: string; readonly release: string }) => string
}

/** The effects of deleting a source, in paragraphs; `warnings` need special attention. */
export function deletionTexts(deletion: Deletion): { texts: string[]; warnings: string[] } {
  const { version, old, elsewhere, importing, failsAt, commissioningRelease, nameOf } = deletion
  const { syncsSelections: isImmediate, releaseOfAdded } = capabilitiesOf(version)
  const commissions = (state: SourceState) =>
    state.selections.some((selection) => isCommissioning(selection, commissioningRelease))
  const comesBack = elsewhere.length === 0 && releaseOfAdded === commissioningRelease
  const needsIt = commissions(old) && !elsewhere.some(commissions) && !comesBack
  const texts = [
    [selectionsText(deletion), isImmediate ? deletedText(deletion) : removedText(deletion)].join(' ').trim(),
    importing && (isImmediate ? STOPPED_AND_DELETED : STOPPED),
    elsewhere.length === 0 &&
      (isImmediate
        ? LAST_ONE
        : comesBackText(releaseOfAdded && nameOf({ os: 'ubuntu', release: releaseOfAdded }))),
  ].filter((text) => text !== false)
  const fails = failsText(failsAt, nameOf)
  const lacks = needsIt
    ? commissioningText.withoutImages(nameOf({ os: 'ubuntu', release: commissioningRelease }))
    : null
  return { texts, warnings: [fails, lacks].filter((text) => text !== null) }
}

const STOPPED = 'The running import is stopped first, then started again without this source.'
const STOPPED_AND_DELETED =
  'The running import is stopped first, and partial downloads are deleted. Then it is started again without this source.'
/** @param image the title of the release that MAAS selects; null: not known */
const comesBackText = (image: string | null) =>
  image === null
    ? 'This is the only source. The import adds maas.io again, with the default selection.'
    : `This is the only source. The import adds maas.io again and selects ${image} from it, for amd64 and for the architecture of the MAAS host.`
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
 * selects a release from it for amd64 and for the architecture of its host, which this page does not know.
 */
function removedText({ version, images, old, elsewhere, failsAt = [], nameOf }: Deletion): string {
  if (failsAt.length > 0) return ''
  const { releaseOfAdded: added } = capabilitiesOf(version)
  const selectedFor = (arch: string) => [{ os: 'ubuntu', release: added ?? '', arches: [arch] }]
  const others =
    elsewhere.length > 0 ? elsewhere.flatMap(({ selections }) => selections) : selectedFor('amd64')
  const held = images ? countHeld(images, old.selections, others) : 0
  if (held === 0) return ''
  // MAAS's resource_cleaner: without any selection, its filter lets everything pass
  if (others.length === 0) return KEPT
  const onHost = elsewhere.length === 0 && countHeld(images ?? [], old.selections, selectedFor('*')) < held
  const except = onHost
    ? `, except ${nameOf({ os: 'ubuntu', release: added ?? '' })} for the architecture of the MAAS host`
    : ''
  return held === 1
    ? `1 image used only by this source is removed by the import that follows${except}.`
    : `${held} images used only by this source are removed by the import that follows${except}.`
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
