import type { ImageSettings } from '#api/image-settings.ts'
import type { ImageSetting } from '#contract/maas.ts'
import type { Cell, ImageState, ReleaseRow, Table } from '#features/images/rules/model.ts'
import { stateText } from '#features/images/rules/state-words.ts'
import { fullTitle, osTitle } from '#selections/os-titles.ts'

/** A value that a setting can have. */
export type SettingChoice = {
  readonly value: string
  /** "Ubuntu 24.04 LTS" */
  readonly title: string
  /** The state of its best image, in words: "synced", "downloading 43 %", "not selected". */
  readonly state: string
  /** Whether MAAS has begun to download an image of it, without which it refuses the value. */
  readonly accepted: boolean
  /** An image whose selection makes MAAS accept it; null: it is selected already, or no source offers it. */
  readonly select: { readonly row: ReleaseRow; readonly arch: string } | null
}

/** Ubuntu LTS releases that MAAS does not commission with: xenial by name, the older ones because their support ended. */
const NOT_COMMISSIONING = ['precise', 'trusty', 'xenial']
/** MAAS's name for the OS of an image whose name has no slash. */
const CUSTOM = 'custom'

/** The states of an image, the most usable first. */
const BEST_FIRST: readonly ImageState['kind'][] = [
  'synced',
  'update',
  'older',
  'without-updates',
  'custom',
  'kept',
  'removing',
  'downloading',
  'stalled',
  'stopped',
  'half',
  'queued',
  'gone',
  'absent',
  'unused',
  'reading',
  'selected',
  'not-selected',
]

const osOf = ({ os }: ReleaseRow): string => (os === '' ? CUSTOM : os)

const rowsOf = (table: Table): readonly ReleaseRow[] =>
  table.groups.flatMap(({ kind, rows }) => (kind === 'along' ? [] : rows))

/** The choices of a setting, while the others have these values. Its own value is always one of them. */
export function choicesOf(name: ImageSetting, table: Table, settings: ImageSettings): SettingChoice[] {
  const rows = rowsOf(table)
  const own = settings[name]
  if (name === 'default_min_hwe_kernel')
    return kernelChoices(
      rows.filter(({ os, release }) => os === 'ubuntu' && release === settings.commissioning_distro_series),
      own,
    )
  if (name === 'default_osystem') return withOwn(osChoices(rows), own, osTitle(own))
  const os = name === 'commissioning_distro_series' ? 'ubuntu' : settings.default_osystem
  const isOffered = (row: ReleaseRow) =>
    name === 'default_distro_series' || (row.lts && !NOT_COMMISSIONING.includes(row.release))
  const its = rows.filter((row) => osOf(row) === os)
  const ownTitle = its.find(({ release }) => release === own)?.title ?? own
  return withOwn(
    releaseChoices(its.filter((row) => isOffered(row) || row.release === own)),
    own,
    fullTitle(os, ownTitle),
  )
}

function withOwn(choices: SettingChoice[], own: string, title: string): SettingChoice[] {
  if (choices.some(({ value }) => value === own)) return choices
  const none = { value: own, title: own === '' ? 'None' : title, state: own === '' ? '' : 'no image' }
  return [{ ...none, accepted: false, select: null }, ...choices]
}

const osChoices = (rows: readonly ReleaseRow[]): SettingChoice[] =>
  grouped(rows, osOf).map(([os, its]) => choiceOf(os, osTitle(os), its))

const releaseChoices = (rows: readonly ReleaseRow[]): SettingChoice[] =>
  grouped(rows, ({ release }) => release).map(([release, its]) =>
    choiceOf(
      release,
      osOf(its[0] as ReleaseRow) === CUSTOM
        ? (its[0]?.title ?? release)
        : fullTitle(its[0]?.os ?? '', its[0]?.title ?? release),
      its,
    ),
  )

function grouped(rows: readonly ReleaseRow[], keyOf: (row: ReleaseRow) => string) {
  const groups = new Map<string, ReleaseRow[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row])
  return [...groups]
}

function choiceOf(value: string, title: string, rows: readonly ReleaseRow[]): SettingChoice {
  const all = rows.flatMap((row) => row.cells.map((cell) => ({ row, cell })))
  const accepted = all.some(({ cell }) => cell.image !== null)
  const isUnderWay = accepted || all.some(({ cell }) => cell.selected)
  const offered = all.filter(({ row, cell }) => row.selectable && cell.offer !== null)
  const first = offered.find(({ cell }) => cell.arch === 'amd64') ?? offered[0]
  return {
    value,
    title,
    state: bestState(all.map(({ cell }) => cell)),
    accepted,
    select: isUnderWay || !first ? null : { row: first.row, arch: first.cell.arch },
  }
}

function bestState(cells: readonly Cell[]): string {
  const best = cells
    .map(({ state }) => state)
    .toSorted((a, b) => BEST_FIRST.indexOf(a.kind) - BEST_FIRST.indexOf(b.kind))[0]
  return best ? stateText(best).toLowerCase() : 'no image'
}

/** The downloaded kernels of the commissioning release. MAAS accepts only these, or none. */
function kernelChoices(rows: readonly ReleaseRow[], own: string): SettingChoice[] {
  const held = rows.flatMap(({ cells }) =>
    cells.flatMap(({ image }) => image?.kernels.filter((kernel) => kernel.held !== null) ?? []),
  )
  const names = [...new Set(held.map(({ name }) => name))].filter((name) => /^(ga|hwe)-/.test(name)).sort()
  const kernels = names.map((name) => ({ value: name, title: name, state: '', accepted: true, select: null }))
  const none = { value: '', title: 'No minimum kernel', state: '', accepted: true, select: null }
  const missing = own !== '' && !names.includes(own)
  return [
    none,
    ...(missing ? [{ value: own, title: own, state: 'not downloaded', accepted: false, select: null }] : []),
    ...kernels,
  ]
}

/** "Synced on amd64, arm64; not selected on i386": the images of a release, by state. */
export function imagesText(table: Table, os: string, release: string): string {
  const rows = rowsOf(table).filter((row) => osOf(row) === os && row.release === release)
  if (rows.length === 0) return 'No source offers it, and the region holds no image of it.'
  const byState = new Map<string, Set<string>>()
  for (const { cells } of rows)
    for (const { arch, state } of cells) {
      const word = stateText(state)
      byState.set(word, (byState.get(word) ?? new Set()).add(arch))
    }
  const [first = '', ...more] = [...byState].map(([word, arches]) => `${word} on ${[...arches].join(', ')}`)
  return `${[first, ...more.map((text) => text.charAt(0).toLowerCase() + text.slice(1))].join('; ')}.`
}
