import { streamKey } from '#simulator/rules/reading.ts'
import type { State } from '#simulator/state/state.ts'
import type { Download, State38 } from './state38.ts'

/* The bytes of all running syncs. They arrive file after file, at the region's rate. */

/** A file that is complete, or was deleted with its rows. */
export function isDone(state: State, sha256: string): boolean {
  const file = state.files.get(sha256)
  return file === undefined || file.done >= file.size
}

const missingOf = (state: State, sha256: string) => {
  const file = state.files.get(sha256)
  return file === undefined ? 0 : file.size - file.done
}

/**
 * Starts the count of bytes again at this time. This is needed when the line, the rate or the reachability of
 * sources changes.
 */
export function recount(rules: State38, at: number): void {
  rules.lineFrom = at
  rules.lineSpent = 0
}

export function joinLine(rules: State38, at: number, downloads: readonly Download[]): void {
  recount(rules, at)
  for (const download of downloads)
    if (!rules.line.some(({ sha256 }) => sha256 === download.sha256)) rules.line.push(download)
}

export function leaveLine(rules: State38, at: number, sums: ReadonlySet<string>): void {
  recount(rules, at)
  rules.line = rules.line.filter(({ sha256 }) => !sums.has(sha256))
}

/** MAAS retries a source that does not answer, so its downloads wait until it answers. */
function answers(state: State, { sourceId }: Download): boolean {
  const source = state.sources.get(sourceId)
  return state.sourcesAnswer && source !== undefined && state.streams.has(streamKey(source.url))
}

/** Moves the bytes that have arrived by `time`. */
export function moveBytes(state: State, rules: State38, time: number): void {
  const due = Math.floor(((time - rules.lineFrom) * state.bytesPerSecond) / 1000)
  let budget = due - rules.lineSpent
  for (const download of rules.line) {
    if (budget <= 0) break
    if (!answers(state, download)) continue
    const arriving = Math.min(budget, missingOf(state, download.sha256))
    receive(state, rules, download.sha256, arriving)
    budget -= arriving
  }
  rules.line = rules.line.filter(({ sha256 }) => !isDone(state, sha256))
}

function receive(state: State, rules: State38, sha256: string, bytes: number): void {
  const file = state.files.get(sha256)
  if (file !== undefined) file.done += bytes
  rules.lineSpent += bytes
}

/** When the next file of the line is complete; null if nothing moves. */
export function nextArrival(state: State, rules: State38): { at: number; happen: () => void } | null {
  const next = rules.line.find((download) => !isDone(state, download.sha256) && answers(state, download))
  if (next === undefined) return null
  const bytes = rules.lineSpent + missingOf(state, next.sha256)
  return {
    at: rules.lineFrom + Math.ceil((bytes * 1000) / state.bytesPerSecond),
    // the rest that rounding leaves
    happen: () => receive(state, rules, next.sha256, missingOf(state, next.sha256)),
  }
}
