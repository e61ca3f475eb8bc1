import type { Notification as MaasNotification } from '#contract/maas.ts'

/** The import that a notification was shown for. `started`: ISO; null: MAAS does not say. */
export type Told = { readonly at: number; readonly started: string | null }

/** Tabs see the end of an import at different times, hidden ones about a minute later. */
const SAME_END_MS = 3 * 60_000

/** Whether a notification was shown for this import already. */
export const isToldAlready = (before: Told | null, now: Told): boolean =>
  before !== null &&
  (before.started !== null && now.started !== null
    ? before.started === now.started
    : now.at - before.at < SAME_END_MS)

/**
 * The notification for the end of an import.
 * @param news the notifications of MAAS that came during the import
 */
export function messageOfEnd(news: readonly Pick<MaasNotification, 'category' | 'message'>[]): {
  readonly title: string
  readonly body: string
} {
  const failure = news.find(({ category }) => category === 'error')
  return failure
    ? { title: 'Import failed', body: failure.message.slice(0, 300) }
    : { title: 'Import ended', body: 'MAAS has finished importing images.' }
}
