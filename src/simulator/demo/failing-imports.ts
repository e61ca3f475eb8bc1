import type { Product } from '#streams/simplestreams/products.ts'
import { DISK_FULL, noSignature, noteImportFailure, noteSyncFailure } from '#simulator/state/notes.ts'
import { availabilityIdent, notify, notOfferedNow } from '#simulator/rules38/notes38.ts'
import type { State } from '#simulator/state/state.ts'
import { importing } from './scenario-parts.ts'

/* Each reason for which an import stalls or fails, put into a region that ran well before. */

/** No data arrives, until the import is stopped and started again. */
export function stalls(state: State, arriving: readonly Product[]): void {
  importing(state, arriving, 0.43)
  if (state.job !== null) state.job.stallsAfter = 0
}

/** Its last import began before the file was lost. */
export function missesKeyring(state: State): void {
  for (const source of state.sources.values()) source.keyringFilename = '/etc/maas/keyrings/images.gpg'
  state.nextSyncAt += 60 * 60_000
}

const PROXY = 'http://maas:proxy-password@proxy.example.com:3128/'

export function refusesAtProxy(state: State): void {
  state.config.set('http_proxy', PROXY)
  state.proxyRefuses = true
  for (const { url } of state.sources.values()) noteImportFailure(state, noSignature(url, PROXY))
}

export function hasNoRoom(state: State): void {
  state.freeBytes = 0
  noteSyncFailure(state, DISK_FULL)
}

export function losesRelease(state: State): void {
  for (const { id, sourceId, os, release } of state.selections.values())
    if (release === 'cosmic')
      notify(state, availabilityIdent(id), notOfferedNow(sourceId, os, release, 'amd64'), {
        category: 'warning',
      })
}

/** Bytes per second of a connection that is too slow for an image in two hours. */
const SLOW = 4_000

export function isSlow(state: State, arriving: readonly Product[]): void {
  state.bytesPerSecond = SLOW
  importing(state, arriving, 0.2, 115)
}
