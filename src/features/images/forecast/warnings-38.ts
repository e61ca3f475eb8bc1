import type { Table } from '#features/images/rules/model.ts'
import type { Hazards } from './hazards.ts'
import type { Forecast } from './forecast.ts'
import { formatBytes } from '#lib/bytes.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { fullTitle } from '#selections/os-titles.ts'
import { shownReleaseName, type Warning } from './warnings.ts'
import { type ReleaseId, releaseKey } from '#selections/keys.ts'
import { isCommissioning } from '#selections/commissioning.ts'

/* What to think about before saving where MAAS syncs each selection on its own (3.8). */

/**
 * Over API 2.0, MAAS 3.8 cannot drop a single architecture of a release: the selection is deleted and created again.
 * @param commissioningRelease Ubuntu release; '' where it is not known
 */
export const recreatedWarnings = (
  table: Table,
  { again }: Hazards,
  forecast: Forecast | null,
  commissioningRelease: string,
): Warning[] =>
  again.map((id) => {
    const row = table.groups.flatMap(({ rows }) => rows).find(({ key }) => key === releaseKey(id))
    const name = `${shownReleaseName(table, id.os, id.release)}${row?.source ? ` from ${row.source}` : ''}`
    const cannot = `MAAS 3.8 cannot clear one architecture of ${name} alone`
    const stay = row?.cells.filter(({ selected }) => selected) ?? []
    const concerned = row?.cells.filter(({ selected, changed }) => selected || changed) ?? []
    if (concerned.length > 0 && concerned.every(({ state }) => 'because' in state && state.because)) {
      return {
        kind: 'recreated',
        text: `${cannot}: saving deletes the selection and creates it again. MAAS does not use this source for it, so no image is deleted.`,
      }
    }
    const commissions = isCommissioning(id, commissioningRelease)
    const bytes =
      forecast && stay.reduce((sum, { arch }) => sum + forecast.downloadOf(id.os, id.release, arch), 0)
    return {
      kind: 'recreated',
      text: `${cannot}: saving deletes its images of all architectures, and the import downloads the selected ones again${bytes === null ? '' : ` (${formatBytes(bytes)})`}.${commissions ? ' Until the import ends, machines cannot be commissioned.' : ''}`,
    }
  })

/** Images that MAAS deletes with their selections, without those that it downloads again. */
export function immediateWarnings(
  removed: readonly { readonly id: ReleaseId; readonly arch: string | null; readonly bytes: number }[],
  { again }: Hazards,
): Warning[] {
  type Removed = (typeof removed)[number]
  const isAgain = ({ id }: Removed) => again.some((one) => releaseKey(one) === releaseKey(id))
  const images = removed.filter((one) => one.bytes > 0 && !isAgain(one)).length
  if (images === 0) return []
  const what = images === 1 ? 'the cleared image' : `the ${images} cleared images`
  return [{ kind: 'immediate', text: `MAAS deletes ${what} as soon as you save, not at the next import.` }]
}

/** MAAS uses one source for an image: when another one is used, the copy of the first is deleted. */
export const movedWarnings = (table: Table, forecast: Forecast | null): Warning[] =>
  (forecast?.moved ?? []).map(({ os, release, arch, to, comesBack, isDueAnyway, sure }) => {
    const source = sourceLabel(to)
    const switches = `MAAS switches ${shownReleaseName(table, os, release)} (${arch}) to ${source}`
    const does = !comesBack
      ? `${switches}, which does not offer it: it deletes the current copy, and nothing replaces it.`
      : isDueAnyway
        ? `${switches}: it deletes the current copy. The download that is due anyway replaces it.`
        : `${switches}: it deletes the current copy and downloads the image again.`
    return { kind: 'moved', text: sure ? does : `${does} ${unsure(source)}` }
  })

const unsure = (source: string) =>
  `MAAS does not show which source the current copy is from. If it is from ${source} already, MAAS keeps it.`

/** Images that are selected from a source that MAAS does not use for them. */
export function unusedWarnings(table: Table): Warning[] {
  const warnings: Warning[] = []
  for (const row of table.groups.flatMap(({ rows }) => rows)) {
    for (const { state, changed, arch } of row.cells) {
      if (!changed || state.kind !== 'selected' || !state.because) continue
      const image = `${fullTitle(row.os, row.title)}, ${arch},`
      const text =
        state.because === 'disabled'
          ? `MAAS does not import ${image} from ${state.source}, because this source is disabled. Enable it first.`
          : `MAAS does not import ${image} from ${row.source}: ${state.source} has a higher priority.`
      warnings.push({ kind: 'unused', text })
    }
  }
  return warnings
}
