import { listText } from '#lib/text/list-text.ts'
import type { Table } from '#features/images/rules/model.ts'
import type { Forecast } from './forecast.ts'
import { shownReleaseName, type Warning } from './warnings.ts'

/** Warns of an import that fails because MAAS cannot remove what it has twice. */
export function failedImportWarnings(table: Table, forecast: Forecast | null): Warning[] {
  const images = (forecast?.outcome.failsAt ?? []).map(({ name, architecture }) => {
    const [os = '', release = ''] = name.split('/')
    return `${shownReleaseName(table, os, release)} (${architecture.split('/')[0]})`
  })
  if (images.length === 0) return []
  const them = new Set(images).size === 1 ? 'it' : 'them'
  return [
    {
      kind: 'import-fails',
      text: `MAAS has ${listText(new Set(images))} twice and cannot remove ${them}, so this import will fail, and all later ones. Choose Delete images to delete ${them} first.`,
    },
  ]
}
