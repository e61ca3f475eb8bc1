import { readSource, READING_TAKES } from '#simulator/rules/reading.ts'
import type { Source, State } from '#simulator/state/state.ts'
import {
  availabilityIdent,
  cannotFetchManifest,
  manifestIdent,
  noteCommissioning,
  noteSwitchedOff,
  notify,
  notOfferedNow,
} from './notes38.ts'
import { isSameImage, keepAllOwn, winningSelections } from './own-selections.ts'
import type { State38 } from './state38.ts'
import { replaceSync } from './syncs.ts'

/** MAAS reads a source a moment after it was saved, and syncs it if its address has changed. */
export function readSoon(rules: State38, sourceId: number, syncs: boolean, now: number): void {
  const pending = rules.reads.get(sourceId)
  rules.reads.set(sourceId, { at: now + READING_TAKES, syncs: syncs || pending?.syncs === true })
}

/**
 * Reads the enabled ones of these sources. A source that cannot be read gets a notification and keeps its
 * previous data; the others are read.
 */
export function readEach(state: State, rules: State38, sources: Iterable<Source>): void {
  const allDisabled = ![...state.sources.values()].some(({ enabled }) => enabled)
  noteSwitchedOff(state, allDisabled)
  if (allDisabled) return
  for (const source of sources) {
    if (!source.enabled) continue
    const reading = readSource(state, source)
    if (reading.kind === 'read') state.offers.set(source.id, reading.products)
    const failed = reading.kind === 'read' ? null : cannotFetchManifest(source.url)
    notify(state, manifestIdent(source.id), failed)
  }
  keepAllOwn(state, rules)
  checkCommissioning(state, rules)
}

function checkCommissioning(state: State, rules: State38): void {
  const release = String(state.config.get('commissioning_distro_series'))
  const isIt = (one: { os: string; release: string }) => one.os === 'ubuntu' && one.release === release
  if (![...rules.selections.values()].some(isIt)) noteCommissioning(state, 'unselected', `ubuntu ${release}`)
  if (![...state.offers.values()].flat().some(isIt))
    noteCommissioning(state, 'unavailable', `ubuntu ${release}`)
}

/** Reads a source that was saved. */
export function readSaved(state: State, rules: State38, sourceId: number): void {
  const { at = 0, syncs = false } = rules.reads.get(sourceId) ?? {}
  rules.reads.delete(sourceId)
  const source = state.sources.get(sourceId)
  if (source === undefined) return
  readEach(state, rules, [source])
  if (syncs) syncOffered(state, rules, sourceId, at)
}

/** The selections of a source that are offered at its new address and that no other source wins. */
function syncOffered(state: State, rules: State38, sourceId: number, at: number): void {
  const offer = state.offers.get(sourceId) ?? []
  const winners = winningSelections(state, rules)
  for (const own of [...rules.selections.values()].filter((one) => one.sourceId === sourceId)) {
    const offered = offer.some((product) => product.kind === 'image' && isSameImage(product, own))
    const gone = offered ? null : notOfferedNow(sourceId, own.os, own.release, own.arch)
    notify(state, availabilityIdent(own.id), gone, { category: 'warning' })
    if (offered && winners.includes(own)) replaceSync(state, rules, own, at)
  }
}
