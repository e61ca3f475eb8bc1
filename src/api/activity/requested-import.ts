import type { QueryClient } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { Write } from '#api/client.ts'
import { imagesQuery, regionQuery } from '#api/images.ts'
import { writeRecord, type Owner, type RecordKind } from '#api/store/records.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'

const requestedImport = z.object({ at: z.number(), startedBefore: z.nullable(z.string()) })

/**
 * The last import that this browser requested while none was running: its time in ms, and the start of the import before
 * it, ISO (null: none is known).
 */
export type RequestedImport = Readonly<z.infer<typeof requestedImport>>
export const REQUESTED_IMPORT: RecordKind<RequestedImport> = {
  name: 'requested-import',
  version: 1,
  schema: requestedImport,
}

/** Notes that MAAS has accepted a request for an import. A request during an import begins none. */
export function noteRequested(client: QueryClient, { at, answer }: Write, owner: Owner): void {
  const region = client.getQueryData(regionQuery().queryKey)
  const images = client.getQueryData(imagesQuery().queryKey)
  if (!region || images?.importing !== false) return
  const note = { at, startedBefore: region.sync.lastStarted }
  answer.then(
    () => void writeRecord(REQUESTED_IMPORT, owner, note),
    () => undefined,
  )
}

type Now = {
  readonly version: string
  /** undefined: not read yet */
  readonly importing: boolean | undefined
  /** ISO; null: not known */
  readonly lastStarted: string | null
  /** When the older one of these answers was read, ms. */
  readonly readAt: number
}

/** MAAS reports an import immediately, and its start while it runs; reading a source may take some seconds. */
const PATIENCE_MS = 15_000

/**
 * Whether the import that was requested has ended before it began: MAAS up to 3.7 writes an event when it begins. MAAS 3.8
 * writes none, so there it is not known.
 */
export const hasNeverBegun = (
  { at, startedBefore }: RequestedImport,
  { version, importing, lastStarted, readAt }: Now,
): boolean =>
  capabilitiesOf(version).logsImports &&
  importing === false &&
  lastStarted === startedBefore &&
  readAt > at + PATIENCE_MS
