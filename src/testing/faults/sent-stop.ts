import type { Stop, StopMemory } from '#api/stop/stopping.ts'

/** A request to stop every import that was sent at `at`, ms. */
export function sentStop(at = Date.now()): StopMemory {
  let known: Stop | null = { at, startedBefore: null }
  return {
    read: async () => known,
    write: async (now) => void (known = now),
    everyImport: true,
  }
}
