import * as z from 'zod/mini'
import { readRecord, removeRecord, writeRecord, type Owner, type RecordKind } from '#api/store/records.ts'

const PATIENCE_MS = 2 * 60_000
/** A stored request says nothing about the imports of another day, if no page was open to see its end. */
const KEPT_FOR_MS = 15 * 60_000
/** Longer than MAAS lets an import download (2 hours, DOWNLOAD_TIMEOUT of 3.5 to 3.7), as the stop came before that. */
const GOES_ON_FOR_MS = 2.5 * 60 * 60_000

const stop = z.object({
  at: z.number(),
  startedBefore: z.nullable(z.string()),
  triedAt: z.optional(z.number()),
  repeatedAt: z.optional(z.number()),
  repeats: z.optional(z.number()),
  goesOn: z.optional(z.literal(true)),
  ofTask: z.optional(z.literal(true)),
})

/**
 * A request to stop the import: its time in ms, the start of the last import that MAAS reported after accepting it
 * (ISO; null: the start of that import is not reported yet, or none is), when a tab last tried to repeat the request, ms,
 * when MAAS last accepted it again, ms, and how often. `goesOn`: MAAS has ignored it nevertheless, and completes the import.
 * `ofTask`: only the task that sent it repeats it, as long as it waits for the end of the import.
 */
export type Stop = Readonly<z.infer<typeof stop>>

/** Stored until the import has ended, so that other tabs know of it too. */
export const STOP: RecordKind<Stop> = { name: 'stop-import', version: 1, schema: stop }

/** Where a request to stop is stored. */
export type StopMemory = {
  readonly read: () => Promise<Stop | null>
  /** null: the request is over. */
  readonly write: (now: Stop | null) => Promise<void>
  /** Whether any running import must stop, even one that someone else starts later. */
  readonly everyImport: boolean
  /** Whether it belongs to a task that sends the request and waits for the end of the import. */
  readonly isTask: boolean
}

/** The request that all tabs of this browser share. */
export const storedStop = (owner: Owner): StopMemory => ({
  read: () => readRecord(STOP, owner),
  write: (now) => (now ? writeRecord(STOP, owner, now) : removeRecord(STOP, owner)),
  everyImport: false,
  isTask: false,
})

/** The same for a task that sends it, and repeats it while it waits for the end of the import. */
export const stopOfTask = (owner: Owner): StopMemory => ({ ...storedStop(owner), isTask: true })

/**
 * The request for a change that no import may disturb. It is stored as well, because the import can outlast that change.
 * @param owner null: not known; then no other tab and no later change knows of it
 */
export function stopOfAll(owner: Owner | null): StopMemory {
  const shared = owner && storedStop(owner)
  /** undefined: not sent yet. */
  let known: Stop | null | undefined
  return {
    async read() {
      const now = (await shared?.read()) ?? null
      // a tab removes the request when another import starts, but this one concerns that import, too
      return known === undefined || now?.at === known?.at ? now : (known ?? null)
    },
    async write(now) {
      known = now
      await shared?.write(now)
    },
    everyImport: true,
    isTask: true,
  }
}

export type ImportNow = {
  /** Whether MAAS reports an import; undefined: not read yet. */
  readonly importing: boolean | undefined
  /** The start of the last import that MAAS reports, ISO. */
  readonly lastStarted: string | null | undefined
  /** When this was read, ms. */
  readonly readAt: number
}

/** MAAS ends its downloads within seconds after it has heard a request to stop. */
export const STOPS_WITHIN_MS = 10_000

/**
 * Whether MAAS has ignored the request, as MAAS up to 3.7 does while it reads its sources: bytes of an image have arrived
 * since, later than those of a download that is ending. Without that sign a request is never repeated, because a stop just
 * before the downloads can take an image apart (docs/maas-quirks.md).
 * @param arrivedAt when bytes were last seen to arrive, ms; -Infinity: they were not
 */
export const isIgnored = ({ at, triedAt = at }: Pick<Stop, 'at' | 'triedAt'>, arrivedAt: number): boolean =>
  arrivedAt >= Math.max(at, triedAt) + STOPS_WITHIN_MS

/** Whether MAAS is known to ignore every request to stop the import with this start (ISO), now, ms. */
export const isKnownToGoOn = (asked: Stop, lastStarted: string | null, now: number): boolean =>
  asked.goesOn === true && !isExpired(asked, now) && !isOtherImport(asked, lastStarted)

/** Whether the request is so old that it says nothing about the import that is running now. */
export const isExpired = (asked: Stop, readAt: number): boolean =>
  readAt > (asked.goesOn ? asked.at + GOES_ON_FOR_MS : lastSent(asked) + KEPT_FOR_MS)

/** When MAAS last accepted the request, ms. */
const lastSent = ({ at, repeatedAt = at }: Stop): number => Math.max(at, repeatedAt)

/** Whether an import with this start (ISO) is another one than the request is about. */
export function isOtherImport({ at, startedBefore }: Stop, lastStarted: string | null | undefined): boolean {
  // an import whose start was not reported yet is the one that starts about now; clocks differ by seconds
  const known = startedBefore === null ? at + PATIENCE_MS : Date.parse(startedBefore)
  return typeof lastStarted === 'string' && Date.parse(lastStarted) > known
}

/**
 * The start of the import that a request to stop is about, as stored with it. A start that MAAS reported while none was
 * running belongs to an earlier import.
 * @param idle what MAAS reported when no import was running; undefined: that was not seen
 */
export const startOf = (lastStarted: string | null, idle: string | null | undefined): string | null =>
  lastStarted === idle ? null : lastStarted

/**
 * The state of a request to stop: `goes-on` if MAAS ignores it, also when it is repeated; `late` if the import still runs two
 * minutes after MAAS last accepted it; null if the import has ended, another one runs, or the request is outdated. What was
 * read before the request says nothing about it.
 */
export function stopState(
  asked: Stop,
  { importing, lastStarted, readAt }: ImportNow,
): 'stopping' | 'goes-on' | 'late' | null {
  const { at } = asked
  if (importing === undefined || readAt <= at) return 'stopping'
  if (!importing || isOtherImport(asked, lastStarted) || isExpired(asked, readAt)) return null
  if (asked.goesOn) return 'goes-on'
  return readAt > lastSent(asked) + PATIENCE_MS ? 'late' : 'stopping'
}

/**
 * The request with which this person has stopped the running import in this browser, in any tab; null: there is none, or
 * its end has been seen. Also an import that has not stopped yet, or that ignores the request, may not import again what is
 * saved meanwhile.
 */
export async function runningStop(owner: Owner | null, now: ImportNow): Promise<StopMemory | null> {
  if (owner === null) return null
  const memory = storedStop(owner)
  const asked = await memory.read()
  return asked && stopState(asked, now) !== null ? memory : null
}
