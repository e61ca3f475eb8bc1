import type { Table } from '#features/images/rules/model.ts'
import { failsText } from '#selections/outcome/doubled.ts'
import type { Forecast } from './forecast.ts'
import { shownReleaseName, type Warning } from './warnings.ts'

/** Warns of an import that fails because MAAS cannot remove what it has twice. */
export function failedImportWarnings(table: Table, forecast: Forecast | null): Warning[] {
  const text = failsText(forecast?.outcome.failsAt, ({ os, release }) => shownReleaseName(table, os, release))
  return text === null ? [] : [{ kind: 'import-fails', text }]
}
