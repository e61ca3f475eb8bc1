import type { QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { imagesQuery, regionQuery } from '#api/images.ts'
import { alone } from '#api/store/alone.ts'
import { listRecords, readRecord, writeRecord, type Owner, type RecordKind } from '#api/store/records.ts'
import { ACTIVITY, type Entry } from './entry.ts'
import { isNotifiedAlready, messageOfEnd, noteKey, type Notified } from './import-ended.ts'

/** Whether this user wants notifications in this browser: 'on'. */
export const NOTIFY: RecordKind<string> = { name: 'notify', version: 1, schema: z.string() }

const notified = z.object({ at: z.number(), started: z.nullable(z.string()) })
/** The last import that a notification was shown for, by any tab. */
const NOTIFIED: RecordKind<Notified> = { name: 'notified', version: 1, schema: notified }

/** The permission of this browser; insecure: the page is not on HTTPS or localhost, unsupported: it has no notifications. */
export function permissionNow(): NotificationPermission | 'insecure' | 'unsupported' {
  if (!window.isSecureContext) return 'insecure'
  return typeof Notification === 'undefined' ? 'unsupported' : Notification.permission
}

/** What the page knew at a time. */
type Seen = { readonly importing: boolean; readonly at: number; readonly notes: ReadonlySet<string> }

/** How often images are read for the watch: a hidden page does not poll, and only the Images page does. */
const EVERY_MS = 30_000

/** Shows a notification when an import ends, once in however many tabs. */
export function createImportWatch(client: QueryClient) {
  /** The running import: when it was first seen, and the notifications of MAAS at that time. null: none runs. */
  let during: Pick<Seen, 'at' | 'notes'> | null = null
  let timer: ReturnType<typeof setInterval> | undefined
  let isOver = false

  const notes = () => client.getQueryData(regionQuery().queryKey)?.notifications ?? []

  function read(): void {
    const { dataUpdatedAt = 0 } = client.getQueryState(imagesQuery().queryKey) ?? {}
    if (Date.now() - dataUpdatedAt < EVERY_MS - 1_000) return
    // a failure is an error of the query, which the pages show
    client.prefetchQuery({ ...imagesQuery(), staleTime: 0 }).catch(() => undefined)
  }

  function follow(isOn: boolean): void {
    if (isOn === (timer !== undefined)) return
    clearInterval(timer)
    timer = isOn ? setInterval(read, EVERY_MS) : undefined
  }

  const seen = (): Seen => ({
    importing: client.getQueryData(imagesQuery().queryKey)?.importing ?? false,
    at: Date.now(),
    notes: new Set(notes().map(noteKey)),
  })

  async function look(owner: Owner | null, { importing, ...now } = seen()): Promise<void> {
    const isWanted =
      owner !== null && permissionNow() === 'granted' && (await readRecord(NOTIFY, owner)) === 'on'
    follow(isWanted && !isOver)
    if (importing) {
      during ??= now
      return
    }
    const before = during
    during = null
    if (before === null || !isWanted || isStopped(await listRecords(ACTIVITY, owner), before.at)) return
    // MAAS reports why an import failed with its end
    await client.refetchQueries({ queryKey: regionQuery().queryKey })
    const started = client.getQueryData(regionQuery().queryKey)?.sync.lastStarted ?? null
    const message = messageOfEnd(notes(), before.notes)
    await alone('notify', async () => {
      const at = Date.now()
      if (isNotifiedAlready(await readRecord(NOTIFIED, owner), { at, started })) return
      await writeRecord(NOTIFIED, owner, { at, started })
      show(message)
    })
  }

  return {
    /** What the page knows now. */
    seen,
    /** Compares what was seen with what was seen before. Calls must come in the order of what they have seen. */
    look,
    stop: () => {
      isOver = true
      follow(false)
    },
  }
}

/** Whether this user stopped the import in any tab, and did not start it again: that needs no notification. */
function isStopped(entries: ReadonlyMap<string, Entry>, since: number): boolean {
  const last = [...entries.values()]
    .filter(({ what, at, result }) => what === 'import' && at >= since && result !== 'refused')
    .reduce<Entry | null>((latest, one) => (latest && latest.at > one.at ? latest : one), null)
  return last?.action === 'stop'
}

/**
 * Shows a notification. False: this browser shows notifications only from a service worker, which this product does not
 * have, as Chrome on Android.
 */
export function show({ title, body }: { readonly title: string; readonly body: string }): boolean {
  try {
    const shown = new Notification(title, { body, tag: 'maas-images import' })
    shown.addEventListener('click', () => {
      window.focus()
      shown.close()
    })
    return true
  } catch {
    return false
  }
}
