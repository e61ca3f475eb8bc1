import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { IMPORT_GOES_ON, IMPORT_RUNS, IMPORT_STOPS } from '#api/import-end.ts'
import type { StopMemory } from '#api/stop/stopping.ts'
import { aRegionAnswer } from '#testing/catalogue.ts'
import { sentStop } from '#testing/faults/sent-stop.ts'
import { readyToImport } from './ready-to-import.ts'
import { SaveError } from './save-writes.ts'

/** A region that reports an import in this many answers; Infinity: it never ends. */
function aRun(answers: number) {
  let left = answers
  vi.stubGlobal('fetch', async (path: string) => {
    if (path === '/gateway/region') return Response.json(aRegionAnswer())
    left -= 1
    return Response.json(left >= 0)
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  let waited = 0
  const notes: (string | undefined)[] = []
  return {
    waited: () => waited,
    notes,
    ready: (importsOneAtATime: boolean, stop: StopMemory | null) =>
      readyToImport({
        importsOneAtATime,
        runningStop: async () => stop,
        wait: async (ms) => void (waited += ms),
        note: (text) => void notes.push(text),
      }),
  }
}

describe('MAAS up to 3.7', () => {
  test('a running import is not waited for', async () => {
    const run = aRun(Infinity)
    await run.ready(false, null)
    expect([run.waited(), run.notes]).toEqual([0, []])
  })

  test('the end of an import that is being stopped is waited for', async () => {
    const run = aRun(3)
    await run.ready(false, sentStop())
    expect([run.waited(), run.notes]).toEqual([1_500, [IMPORT_STOPS, undefined]])
  })

  test('the end of an import that ignores its stop is waited for, however long it takes', async () => {
    const run = aRun(200)
    const stop = sentStop()
    await stop.write({ at: Date.now(), startedBefore: null, goesOn: true })
    await run.ready(false, stop)
    expect(run.waited()).toBeGreaterThan(600_000)
    expect(run.notes).toEqual([IMPORT_GOES_ON, undefined])
    expect(await stop.read()).toBeNull()
  })

  test('an import that has not stopped after two minutes ends the save', async () => {
    const run = aRun(Infinity)
    const ready = run.ready(false, sentStop())
    await expect(ready).rejects.toThrow(SaveError)
    await expect(ready).rejects.toThrow('The import has not stopped, and MAAS cannot start another')
    expect([run.waited(), run.notes]).toEqual([120_000, [IMPORT_STOPS]])
  })
})

test('the end of a running import, which a new one would cancel, is waited for on MAAS 3.8', async () => {
  const run = aRun(2)
  await run.ready(true, null)
  expect(run.notes).toEqual([IMPORT_RUNS, undefined])
})
