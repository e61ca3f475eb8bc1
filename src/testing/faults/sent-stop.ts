import { stopOfAll, type StopMemory } from '#api/stop/stopping.ts'

/** A request to stop every import that was sent at `at`, ms. */
export function sentStop(at = Date.now()): StopMemory {
  const memory = stopOfAll(null)
  void memory.write({ at, startedBefore: null })
  return memory
}
