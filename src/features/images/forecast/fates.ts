import type { ChangeOutcome, DueOutcome } from '#selections/outcome/change-outcome.ts'
import { imageOf, isBootloader } from '#selections/outcome/image-of.ts'
import { selects } from '#selections/outcome/winners-38.ts'
import { type Brought, type HeldResource, resourceText, type SourceOffer } from '#selections/source-offer.ts'
import { type ByImage, type ImageArgs, imageIn, keyOf } from './by-image.ts'

/* What becomes of each image at a save and the import that follows it. */

/**
 * added: the region has it then, because of the draft. due: it has it then with or without the draft. held: it has it
 * now and then. leaves: it has some of it now and nothing of it then, because of the draft. absent: it does not have it
 * then, with or without the draft.
 */
export type Fate = 'added' | 'due' | 'held' | 'leaves' | 'absent'

/**
 * Why MAAS keeps or brings an image that is not selected in the draft. still-selected: another source selects it (in
 * 3.8, the copy may be from that source: still-selected-or-moved, or MAAS deletes it and downloads it from there:
 * moved). Or, up to 3.7: MAAS imports everything of a source, nothing at all is selected, the import downloads
 * nothing and therefore removes nothing, or it fails before it removes anything.
 */
export type KeptReason =
  | 'nothing-selected'
  | 'still-selected'
  | 'still-selected-or-moved'
  | 'moved'
  | 'whole-source'
  | 'nothing-imported'
  | 'import-fails'

export type Kept = {
  readonly because: KeptReason
  /** Kernels that the region holds and MAAS removes. */
  readonly losing: readonly string[]
}

export type Fates = {
  readonly of: (...image: ImageArgs) => Fate
  /** Of an image that is cleared: what MAAS keeps or brings of it. Null: nothing. */
  readonly kept: (...image: ImageArgs) => Kept | null
  /** Complete versions that the region holds; null: it holds nothing of the image. */
  readonly versions: (...image: ImageArgs) => readonly string[] | null
  /** Images (`ubuntu/noble amd64`) that MAAS removes with or without the draft. */
  readonly dueRemoved: readonly string[]
}

type Known = {
  readonly heldOf: ByImage<HeldResource>
  /** The sources with what is selected of them after the save. */
  readonly after: readonly SourceOffer[]
  readonly change: ChangeOutcome
  readonly brought: ByImage<Brought>
  /** What the running import completes, and the one after it keeps. */
  readonly completed: ByImage<Brought>
  /** Boot resources that are deleted; some of them come back. */
  readonly goes: ReadonlySet<HeldResource>
}

export function fatesOf(known: Known): Fates {
  const { heldOf, change, brought, completed, goes } = known
  const dueImages = imagesOf(change.due)
  const mineOf = (image: ImageArgs) => imageIn(heldOf, image).filter(({ synced }) => synced)
  return {
    of: (...image) => {
      const mine = mineOf(image)
      const key = keyOf(image)
      const isDue = dueImages.has(key)
      const comes = brought.has(key) || completed.has(key)
      if (comes || mine.some((one) => isComplete(one) && !goes.has(one)))
        return mine.some(isComplete) ? 'held' : isDue ? 'due' : 'added'
      const isGone = mine.length > 0 && mine.every((one) => goes.has(one))
      return isGone && (isDue || mine.some((one) => !change.due.goes.has(one))) ? 'leaves' : 'absent'
    },
    kept: (...image) => keptOf(known, image, mineOf(image)),
    versions: (...image) => {
      const mine = mineOf(image)
      return mine.length === 0 ? null : completeVersions(mine)
    },
    dueRemoved: [...goneImages(goes)].filter(
      (key) =>
        !brought.has(key) &&
        !dueImages.has(key) &&
        (heldOf.get(key) ?? []).every((one) => !one.synced || (goes.has(one) && change.due.goes.has(one))),
    ),
  }
}

function keptOf(
  { after, change, brought, completed, goes }: Known,
  image: ImageArgs,
  mine: readonly HeldResource[],
): Kept | null {
  const key = keyOf(image)
  const comes = brought.has(key)
  if (!comes && !completed.has(key) && mine.every((one) => goes.has(one))) return null
  const isBack = (one: HeldResource) => change.outcome.brought.has(resourceText(one))
  const lost = mine.filter((one) => goes.has(one) && !isBack(one))
  return {
    because: reasonOf(),
    losing: lost.map(({ architecture }) => architecture.slice(architecture.indexOf('/') + 1)),
  }

  function reasonOf(): KeptReason {
    const [os, release, arch] = image
    const one = mine[0] ?? { ...NOTHING, name: `${os}/${release}`, architecture: `${arch}/` }
    if (after.some((source) => selects(source, one))) {
      if (change.unsure.has(key)) return 'still-selected-or-moved'
      return change.takenOver.has(key) ? 'moved' : 'still-selected'
    }
    if (comes) return 'whole-source'
    if (change.outcome.failsAt) return 'import-fails'
    return after.every(({ selections }) => selections.length === 0) ? 'nothing-selected' : 'nothing-imported'
  }
}

const NOTHING = { synced: true, sets: [] }

const isComplete = ({ sets }: HeldResource) => sets.some(({ complete }) => complete)

const completeVersions = (mine: readonly HeldResource[]) => [
  ...new Set(mine.flatMap(({ sets }) => sets.flatMap((set) => (set.complete ? [set.version] : [])))),
]

const goneImages = (goes: ReadonlySet<HeldResource>) =>
  new Set([...goes].filter((one) => !isBootloader(one)).map(imageOf))

/** Cached, because it is the same for every draft. */
const images = new WeakMap<DueOutcome, ReadonlySet<string>>()

/** The images that an import brings. */
function imagesOf(due: DueOutcome): ReadonlySet<string> {
  const known = images.get(due)
  if (known) return known
  const made = new Set([...due.brought.values()].map(imageOf))
  images.set(due, made)
  return made
}
