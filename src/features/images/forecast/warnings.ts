import type { BootSource } from '#contract/maas.ts'
import { compareArches } from '#features/images/rules/arch-order.ts'
import { sourceLabel } from '#selections/source-name.ts'
import type { Draft, ReleaseRow, Saved, Table } from '#features/images/rules/model.ts'
import type { Hazards } from './hazards.ts'
import { osTitle, fullTitle } from '#selections/os-titles.ts'
import { isSelected, savedWanted, wantedOf } from '#features/images/rules/selection.ts'
import { commissioningText } from '#selections/commissioning.ts'

/** Something that a save would break, or that is already broken: a sentence that includes what to do. */
export type Warning = {
  readonly kind:
    | 'commissioning-dropped'
    | 'commissioning-absent'
    | 'commissioning-arch'
    | 'nothing-left'
    | 'default-dropped'
    | 'whole-source'
    | 'recreated'
    | 'immediate'
    | 'unused'
    | 'moved'
    | 'lost'
    | 'import-fails'
  readonly text: string
  /** A link to a page where the problem can be solved. */
  readonly link?: { readonly to: string; readonly text: string }
}

export type WarningContext = {
  /** Ubuntu release; '' when not known. */
  readonly commissioningRelease: string
  /** The default release for deployments; '' when not known. */
  readonly defaultOs: string
  readonly defaultRelease: string
  /** Whether MAAS deletes the images of a selection together with the selection (3.8). */
  readonly deletesImmediately?: boolean
}

/** Warnings about a save. If nothing is selected, neither saved nor drafted, there are none. */
export function warningsOf(
  table: Table,
  draft: Draft,
  saved: Saved,
  context: WarningContext,
  { wholeSources }: Pick<Hazards, 'wholeSources'>,
): Warning[] {
  const keys = [...new Set([...saved.keys(), ...draft.keys()])]
  const before = keys.filter((key) => savedWanted(saved, key))
  const after = keys.filter((key) => wantedOf(saved, draft, key))
  if (before.length === 0 && after.length === 0) return []
  const selects = (among: readonly string[], os: string, release: string): boolean =>
    among.some((key) => {
      const id = draft.get(key) ?? saved.get(key)
      return id?.os === os && id.release === release
    })
  const { commissioningRelease, defaultOs, defaultRelease } = context
  if (after.length === 0) {
    // MAAS may import everything if nothing is selected
    if (wholeSources.length === 0) return [NOTHING_LEFT]
    const drops = commissioningRelease !== '' && selects(before, 'ubuntu', commissioningRelease)
    return drops ? [dropped(shownReleaseName(table, 'ubuntu', commissioningRelease))] : []
  }
  const warnings: Warning[] = []
  if (commissioningRelease) {
    const name = shownReleaseName(table, 'ubuntu', commissioningRelease)
    if (selects(after, 'ubuntu', commissioningRelease))
      warnings.push(...archWarning(table, name, commissioningRelease))
    else if (selects(before, 'ubuntu', commissioningRelease)) warnings.push(dropped(name))
    else warnings.push(absent(name))
  }
  const hadDefault = selects(before, defaultOs, defaultRelease)
  if (hadDefault && !selects(after, defaultOs, defaultRelease)) {
    warnings.push(defaultDropped(shownReleaseName(table, defaultOs, defaultRelease)))
  }
  return warnings
}

/** MAAS commissions a machine with an image of its own architecture. */
function archWarning(table: Table, name: string, release: string): Warning[] {
  const rows = rowsOf(table, 'ubuntu', release)
  const lost = new Set<string>()
  for (const { cells } of rows)
    for (const { arch, selected, changed } of cells) if (changed && !selected) lost.add(arch)
  for (const { wanted } of rows) for (const arch of lost) if (isSelected(wanted, arch)) lost.delete(arch)
  if (lost.size === 0) return []
  const arches = [...lost].sort(compareArches).join(', ')
  return [
    {
      kind: 'commissioning-arch',
      text: commissioningText.withoutArches(name, arches),
    },
  ]
}

const NOTHING_LEFT: Warning = {
  kind: 'nothing-left',
  text: 'This clears the whole selection. Machines cannot be commissioned or deployed without an image. Keep at least one image selected.',
}

const dropped = (name: string): Warning => ({
  kind: 'commissioning-dropped',
  text: commissioningText.mustStay(name),
})

const absent = (name: string): Warning => ({
  kind: 'commissioning-absent',
  text: commissioningText.notSelected(name),
})

const defaultDropped = (name: string): Warning => ({
  kind: 'default-dropped',
  text: `${name} is the default release: MAAS deploys it when no other release is chosen. Without its image, these deployments fail. Keep it selected, or choose another default release in Default images.`,
})

const rowsOf = (table: Table, os: string, release: string): ReleaseRow[] =>
  table.groups.flatMap(({ rows }) =>
    rows.filter((row) => row.selectable && row.os === os && row.release === release),
  )

/** The name of a release: the title of its row, if it has one. */
export function shownReleaseName(table: Table, os: string, release: string): string {
  const title = rowsOf(table, os, release)[0]?.title
  return title === undefined ? `${osTitle(os)} “${release}”` : fullTitle(os, title)
}

/**
 * Warns because an empty selection can mean everything: MAAS up to 3.7 imports everything from a source that has
 * neither selections nor bootloaders.
 */
export function wholeSourceWarnings({ wholeSources, unreadSources }: Hazards): Warning[] {
  const warning = (source: BootSource, text: string): Warning => ({
    kind: 'whole-source',
    text,
    link: { to: `/sources/${source.id}/delete`, text: 'Delete source' },
  })
  return [
    ...wholeSources.map((source) =>
      warning(
        source,
        `Without a selection, MAAS imports everything that ${sourceLabel(source)} offers, because this source has no bootloaders. Keep one of its images selected, or delete the source.`,
      ),
    ),
    ...unreadSources.map((source) =>
      warning(
        source,
        `No image of ${sourceLabel(source)} stays selected, and this page has not read the source yet. If the source has no bootloaders, MAAS imports everything that it offers. Keep one of its images selected, or delete the source.`,
      ),
    ),
  ]
}

/**
 * Warns of cleared images that could not be downloaded from their source again. `removed` has keys of rows with an
 * architecture.
 */
export function lostWarnings(table: Table, removed: ReadonlySet<string>): Warning[] {
  return table.groups.flatMap(({ rows }) =>
    rows.flatMap((row) =>
      LOST.flatMap(({ lost, text }): Warning[] => {
        const cells = row.cells.filter((cell) => cell.lost === lost && removed.has(`${row.key}/${cell.arch}`))
        if (cells.length === 0) return []
        const name = `${fullTitle(row.os, row.title)}, ${cells.map(({ arch }) => arch).join(', ')}`
        return [{ kind: 'lost', text: `${text(row.source || 'The source', name)} ${NEVER_AGAIN}` }]
      }),
    ),
  )
}

const LOST = [
  { lost: 'not-offered', text: (source: string, name: string) => `${source} no longer offers ${name}.` },
  {
    lost: 'files-missing',
    text: (source: string, name: string) => `${source} does not have all files of ${name}.`,
  },
] as const
const NEVER_AGAIN = 'After MAAS removes it, it cannot be downloaded from this source again.'
