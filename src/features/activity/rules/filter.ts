import type { Entry } from '#api/activity/entry.ts'
import { entryTitle, isSeen, resultText, whoText } from './entry-words.ts'

export type Filter = {
  readonly search: string
  readonly who: 'all' | 'here' | 'elsewhere'
  readonly what: 'all' | Entry['what']
  /** The last days; 0: all. */
  readonly days: number
}
export const NO_FILTER: Filter = { search: '', who: 'all', what: 'all', days: 0 }

const DAY_MS = 24 * 60 * 60_000

/** The entries that pass, the newest first. @param now ms */
export function filterEntries(entries: readonly Entry[], filter: Filter, now: number): Entry[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean)
  return entries
    .filter(
      (entry) =>
        (filter.who === 'all' || isSeen(entry) === (filter.who === 'elsewhere')) &&
        (filter.what === 'all' || entry.what === filter.what) &&
        (filter.days === 0 || entry.at >= now - filter.days * DAY_MS) &&
        words.every((word) => textOf(entry).includes(word)),
    )
    .toSorted((a, b) => b.at - a.at)
}

const textOf = (entry: Entry): string =>
  [entryTitle(entry), whoText(entry), resultText(entry), entry.before, entry.after, entry.message]
    .join(' ')
    .toLowerCase()
