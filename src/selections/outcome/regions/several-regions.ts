import type { ChangeOutcome } from '#selections/outcome/change-outcome.ts'
import { failsAlone } from '#selections/outcome/import-outcome.ts'
import type { Brought, HeldResource } from '#selections/source-offer.ts'

/**
 * Files that are not complete on all region controllers, by sum. MAAS from 3.5 on shows only their progress on all of them
 * together, so it is not known whether one of them has the file: then MAAS up to 3.7 copies it from there, and 3.8
 * downloads it to the others or copies it.
 */
export const notOnAll = (held: readonly HeldResource[]): ReadonlySet<string> =>
  new Set(
    held.flatMap(({ sets }) =>
      sets.flatMap(({ complete, files }) =>
        complete ? [] : files.flatMap(([sum, , here]) => (here > 0 ? [sum] : [])),
      ),
    ),
  )

/** The same outcome, without exact bytes where such a file counts. */
export function aboutWhereNotOnAll(change: ChangeOutcome, partly: ReadonlySet<string>): ChangeOutcome {
  if (partly.size === 0) return change
  const counts = (sums: Iterable<string>) => [...sums].some((sum) => partly.has(sum))
  const { outcome, due, missing, dueMissing, gone, dueGone } = change
  const own = [...outcome.brought].filter(([key]) => !due.brought.has(key)).map(([, one]) => one)
  const isAbout = counts(missing.keys()) || counts(gone.keys()) || counts(filesOf(own))
  const brings = failsAlone(outcome) ? [] : due.brought.values()
  const isDueAbout = counts(dueMissing.keys()) || counts(filesOf(brings))
  const isFreedAbout = counts(gone.keys()) || counts(dueGone.keys())
  return {
    ...change,
    isAbout: change.isAbout || isAbout,
    isDueAbout: change.isDueAbout || isAbout || isDueAbout,
    isFreedAbout: change.isFreedAbout || isAbout || isFreedAbout,
  }
}

const filesOf = (list: Iterable<Brought>): string[] =>
  [...list].flatMap((one) => [one, ...(one.others ?? [])].flatMap(({ files }) => [...files.keys()]))
