import type { Catalogue, Image } from '#contract/gateway.ts'
import { BOOTLOADERS, bootloaderKey, type Bootloader } from '#features/images/rules/bootloaders.ts'
import type { Saved, Table } from '#features/images/rules/model.ts'
import { unchangedImages } from '#features/images/table/unchanged-images.ts'
import { commissioningText, isCommissioning } from '#selections/commissioning.ts'
import { imageKey, releaseName } from '#selections/keys.ts'
import { ALL, effective, passes } from '#selections/wanted.ts'
import { attention, failed, passed, unknown, type Check, type PreflightProblem } from './checks.ts'

/** The data for the checks of images. Only sources that MAAS reads. */
export type ImageFacts = {
  /** Of the sources that MAAS reads. */
  readonly saved: Saved
  readonly table: Table
  readonly images: readonly Image[]
  /** Of the sources that have been read, by their ids. */
  readonly catalogues: ReadonlyMap<number, Catalogue>
  /** Whether every source has been read. */
  readonly allRead: boolean
  /** Ubuntu release; '' if it is not known. */
  readonly commissioningRelease: string
  /** Whether a notification of MAAS already says that the commissioning release is not available. */
  readonly reportedByMaas: boolean
}

const releasesOf = (catalogues: ImageFacts['catalogues']) =>
  [...catalogues.values()].flatMap(({ releases }) => releases)

function offeredArches(catalogues: ImageFacts['catalogues']): ReadonlyMap<string, ReadonlySet<string>> {
  const offered = new Map<string, Set<string>>()
  for (const release of releasesOf(catalogues)) {
    const name = releaseName(release)
    const arches = offered.get(name) ?? new Set()
    offered.set(name, arches)
    for (const { arch } of release.arches) arches.add(arch)
  }
  return offered
}

/** The selected architectures, of the images that a source offers. */
function selectedArches({ saved, catalogues }: ImageFacts): ReadonlySet<string> {
  const arches = new Set<string>()
  const offered = offeredArches(catalogues)
  for (const { wanted, ...id } of saved.values()) {
    const its = effective(wanted)?.arches ?? []
    for (const arch of its) if (arch !== ALL) arches.add(arch)
    for (const arch of offered.get(releaseName(id)) ?? []) if (passes(its, arch)) arches.add(arch)
  }
  return arches
}

/** Whether machines of each selected architecture get a bootloader over the network. */
export function checkBootloaders(facts: ImageFacts): Check {
  const id = 'bootloaders'
  const title = 'Bootloaders'
  const arches = selectedArches(facts)
  const needed = BOOTLOADERS.filter(({ machines }) => machines.some((arch) => arches.has(arch)))
  if (needed.length === 0 && !facts.allRead) return unknown(id, title, 'Not all sources have been read.')
  if (needed.length === 0) return passed(id, title, 'The selected images need none.')
  const catalogues = [...facts.catalogues.values()]
  const there = new Set([
    ...catalogues.flatMap(({ bootloaders }) => bootloaders).map(bootloaderKey),
    ...facts.images
      .filter(({ kind, known, kernels }) => kind === 'bootloader' && (!known || kernels.some(isHeld)))
      .map(({ os, release, arch }) => imageKey(os, release, arch)),
  ])
  const missing = needed.filter((one) => !there.has(bootloaderKey(one)))
  if (missing.length > 0 && !facts.allRead) return unknown(id, title, 'Not all sources have been read.')
  if (missing.length > 0)
    return failed(
      id,
      title,
      missing.length === 1 ? 'One is missing.' : `${missing.length} are missing.`,
      ...missing.map((one) => withoutBootloader(one, arches)),
    )
  const broken = withoutFiles(catalogues)
  return broken.length === 0
    ? passed(id, title, 'The sources offer one for each selected architecture.')
    : failed(id, title, 'Files of one are missing.', {
        tone: 'caution',
        halts: 'files',
        title: 'A source lists a bootloader but does not have all its files',
        text: `Its import fails: ${broken.join(', ')}. Complete the mirror, or change the source.`,
        fix: { kind: 'link', label: 'View boot sources', to: { pathname: '/sources' } },
      })
}

/** An ended sync of MAAS 3.8 can leave a version of a bootloader without files. */
const isHeld = ({ held }: Image['kernels'][number]): boolean => held !== null

/** Bootloaders whose files are missing at every source that lists them, as os/arch. */
function withoutFiles(catalogues: readonly Catalogue[]): string[] {
  const lacks = ({ presence }: Catalogue, name: string) =>
    presence.state === 'checked' && presence.bootloaders.includes(name)
  const names = catalogues.flatMap(({ bootloaders }) => bootloaders.map(({ os, arch }) => `${os}/${arch}`))
  return [...new Set(names)].filter((name) =>
    catalogues
      .filter(({ bootloaders }) => bootloaders.some(({ os, arch }) => `${os}/${arch}` === name))
      .every((catalogue) => lacks(catalogue, name)),
  )
}

function withoutBootloader(
  { os, starts, machines }: Bootloader,
  arches: ReadonlySet<string>,
): PreflightProblem {
  const its = machines.filter((arch) => arches.has(arch)).join(' and ')
  return {
    tone: 'caution',
    title: `No source offers the bootloader for ${its} machines with ${starts}`,
    text: `Without ${os}, such machines cannot start over the network. Add its product to the mirror, or add a source that offers it.`,
    fix: { kind: 'link', label: 'View boot sources', to: { pathname: '/sources' } },
  }
}

/** Whether machines can be commissioned: its release is selected, and offered or held. */
export function checkCommissioning(facts: ImageFacts): Check {
  const { commissioningRelease: release, saved, catalogues, images, allRead, reportedByMaas } = facts
  const id = 'commissioning'
  const title = 'Commissioning release'
  if (release === '') return unknown(id, title, 'MAAS does not report which release it is.')
  const offers = releasesOf(catalogues).filter((one) => isCommissioning(one, release))
  const [offer] = offers
  const name = `Ubuntu ${offer?.title ?? release}`
  const isHeld = images.some(
    (image) => image.kind === 'synced' && isCommissioning(image, release) && image.heldBytes > 0,
  )
  const selections = [...saved.values()].filter(
    (one) => isCommissioning(one, release) && effective(one.wanted) !== null,
  )
  const isSelected = selections.length > 0
  // a selection imports only what its own source offers
  const isOffered = selections.some(({ sourceId }) =>
    catalogues.get(sourceId)?.releases.some((one) => isCommissioning(one, release)),
  )
  if (isOffered) return passed(id, title, `${name} is selected and offered.`)
  if (!allRead) return unknown(id, title, 'Not all sources have been read.')
  if (reportedByMaas) return { ...unknown(id, title, 'See the notification of MAAS.'), state: 'reported' }
  if (isSelected && isHeld)
    return passed(id, title, `The region holds ${name}, but the source no longer offers it.`)
  const arch = offer?.arches.find((one) => one.arch === 'amd64') ?? offer?.arches[0]
  if (!isSelected)
    return failed(id, title, `${name} is not selected.`, {
      tone: 'caution',
      title: 'The commissioning release is not selected',
      text: commissioningText.notSelected(name),
      fix: arch
        ? { kind: 'select', label: `Select ${name} for ${arch.arch}`, os: 'ubuntu', release, arch: arch.arch }
        : null,
    })
  return failed(id, title, `The source does not offer ${name}.`, {
    tone: 'negative',
    title: 'The source does not offer the commissioning release',
    text: `Machines cannot be commissioned without ${name}. Change to a source that offers it, or choose another commissioning release in Default images.`,
    fix: { kind: 'link', label: 'View boot sources', to: { pathname: '/sources' } },
  })
}

const SHOWN = 3

function offeredText(withoutUpdates: number): string {
  if (withoutUpdates === 0) return 'The sources offer all of them.'
  const kept = withoutUpdates === 1 ? 'one' : withoutUpdates
  return `The sources offer all of them except ${kept} that you keep without updates.`
}

/** Whether the sources have every selected image. */
export function checkOffers({ table, allRead }: ImageFacts): Check {
  const id = 'offers'
  const title = 'Selected images'
  const lacking = unchangedImages(table, ['gone', 'absent'])
  if (lacking.length === 0)
    return allRead
      ? passed(id, title, offeredText(unchangedImages(table, ['without-updates']).length))
      : unknown(id, title, 'Not all sources have been read.')
  const rest = lacking.length - SHOWN
  const names = `${lacking.slice(0, SHOWN).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`
  return attention(
    id,
    title,
    `The sources do not offer these or lack some of their files, so they get no updates: ${names}.`,
    {
      kind: 'link',
      label: 'Show what needs attention',
      to: { pathname: '/images', search: '?state=attention' },
    },
  )
}
