import type { QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { imagesQuery, regionQuery } from '#api/images.ts'
import { readRecord, writeRecord, type Owner, type RecordKind } from '#api/store/records.ts'
import { isToldAlready, messageOfEnd, type Told } from './import-ended.ts'

/** Whether this user wants notifications in this browser: 'on'. */
export const NOTIFY: RecordKind<string> = { name: 'notify', version: 1, schema: z.string() }

const told = z.object({ at: z.number(), started: z.nullable(z.string()) })
/** The last import that a notification was shown for, by any tab. */
const TOLD: RecordKind<Told> = { name: 'notified', version: 1, schema: told }

/** The permission of this browser; unsupported: it has no notifications, or the page is not on HTTPS or localhost. */
export const permissionNow = (): NotificationPermission | 'unsupported' =>
  typeof Notification === 'undefined' || !window.isSecureContext ? 'unsupported' : Notification.permission

/** Browsers let hidden pages run about once a minute. */
const HIDDEN_EVERY_MS = 30_000

/** Shows a notification when an import ends, once in however many tabs. */
export function createImportWatch(client: QueryClient) {
  /** The notifications of MAAS while the import runs; null: none runs. */
  let during: ReadonlySet<number> | null = null
  let stopped = false
  let timer: ReturnType<typeof setInterval> | undefined

  const errors = () => client.getQueryData(regionQuery().queryKey)?.notifications ?? []

  /** A hidden page does not poll, but its user waits for the end. */
  function follow(isOn: boolean): void {
    if (isOn === (timer !== undefined)) return
    clearInterval(timer)
    timer = isOn
      ? setInterval(() => {
          if (document.hidden) void client.refetchQueries({ queryKey: imagesQuery().queryKey })
        }, HIDDEN_EVERY_MS)
      : undefined
  }

  async function look(owner: Owner | null): Promise<void> {
    const importing = client.getQueryData(imagesQuery().queryKey)?.importing ?? false
    const isWanted =
      owner !== null && permissionNow() === 'granted' && (await readRecord(NOTIFY, owner)) === 'on'
    follow(isWanted && importing)
    if (importing) {
      during ??= new Set(errors().map(({ id }) => id))
      return
    }
    const before = during
    during = null
    const isOwn = stopped
    stopped = false
    if (before === null || !isWanted || isOwn) return
    // MAAS reports why an import failed with its end
    await client.refetchQueries({ queryKey: regionQuery().queryKey })
    const started = client.getQueryData(regionQuery().queryKey)?.sync.lastStarted ?? null
    const message = messageOfEnd(errors().filter(({ id }) => !before.has(id)))
    await once(async () => {
      const at = Date.now()
      if (isToldAlready(await readRecord(TOLD, owner), { at, started })) return
      await writeRecord(TOLD, owner, { at, started })
      show(message)
    })
  }

  return {
    look,
    /** The running import is being stopped from this page, so its end needs no notification. */
    stoppedHere: () => void (stopped = true),
    stop: () => follow(false),
  }
}

/** One tab after the other, where the browser can do that. All browsers that show notifications can. */
async function once(work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work()
  await navigator.locks.request('maas-images notify', work)
}

function show({ title, body }: { readonly title: string; readonly body: string }): void {
  try {
    const shown = new Notification(title, { body, tag: 'maas-images import' })
    shown.addEventListener('click', () => {
      window.focus()
      shown.close()
    })
  } catch {
    // mobile browsers show notifications only from service workers
  }
}
