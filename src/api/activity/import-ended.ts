import { isImportFailure } from '#contract/notification-idents.ts'
import type { Notification as MaasNotification } from '#contract/maas.ts'
import { safeText } from './safe-text.ts'

/** The import that a notification was shown for. `started`: ISO; null: MAAS does not say. */
export type Notified = { readonly at: number; readonly started: string | null }

/** Tabs see the end of an import at different times, hidden ones about a minute later. */
const SAME_END_MS = 3 * 60_000

/** Whether a notification was shown for this import already. */
export const isNotifiedAlready = (before: Notified | null, now: Notified): boolean =>
  before !== null &&
  (before.started !== null && now.started !== null
    ? before.started === now.started
    : now.at - before.at < SAME_END_MS)

type Note = Pick<MaasNotification, 'id' | 'ident' | 'category' | 'message'>

/** Another message is another key: MAAS keeps one notification for each cause, and changes its message. */
export const noteKey = ({ id, message }: Note): string => `${id} ${message}`

/** MAAS removes these when an import succeeds, so after an import they concern it. */
const OF_LAST_IMPORT: readonly (string | null)[] = ['Image importer', 'Image synchronization']

/**
 * The notification for the end of an import.
 * @param notes the notifications of MAAS after it
 * @param before the keys of those before it
 */
export function messageOfEnd(
  notes: readonly Note[],
  before: ReadonlySet<string>,
): { readonly title: string; readonly body: string } {
  const failure = notes.find(
    (note) =>
      note.category === 'error' &&
      isImportFailure(note.ident) &&
      (OF_LAST_IMPORT.includes(note.ident) || !before.has(noteKey(note))),
  )
  return failure
    ? { title: 'Import failed', body: safeText(failure.message).slice(0, 300) }
    : { title: 'Import ended', body: 'MAAS reports no error.' }
}
