import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { IMPORT_RUNS, IMPORT_STOPS } from '#api/import-end.ts'
import { sentStop } from '#testing/faults/sent-stop.ts'
import { readyToImport } from './ready-to-import.ts'
import { SaveError } from './save-writes.ts'

/** A region that reports an import in this many answers; Infinity: it never ends. */
function aRun(answers: number) {
  let left = answers
  vi.stubGlobal('fetch', async () => {
    left -= 1
    return Response.json(left >= 0)
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  let waited = 0
  const notes: (string | undefined)[] = []
  return {
    waited: () => waited,
    notes,
    ready: (importsOneAtATime: boolean, stopping: boolean) =>
      readyToImport({
        importsOneAtATime,
        runningStop: async () => (stopping ? sentStop() : null),
        wait: async (ms) => void (waited += ms),
        note: (text) => void notes.push(text),
      }),
  }
}

describe('MAAS up to 3.7', () => {
  test('a running import is not waited for', async () => {
    const run = aRun(Infinity)
    await run.ready(false, false)
    expect([run.waited(), run.notes]).toEqual([0, []])
  })

  test('the end of an import that is being stopped is waited for', async () => {
    const run = aRun(3)
    await run.ready(false, true)
    expect([run.waited(), run.notes]).toEqual([1_500, [IMPORT_STOPS, undefined]])
  })

  test('an import that has not stopped after two minutes ends the save', async () => {
    const run = aRun(Infinity)
    const ready = run.ready(false, true)
    await expect(ready).rejects.toThrow(SaveError)
    await expect(ready).rejects.toThrow('The import has not stopped, and MAAS cannot start another')
    expect([run.waited(), run.notes]).toEqual([120_000, [IMPORT_STOPS]])
  })
})

test('the end of a running import, which a new one would cancel, is waited for on MAAS 3.8', async () => {
  const run = aRun(2)
  await run.ready(true, false)
  expect(run.notes).toEqual([IMPORT_RUNS, undefined])
})
