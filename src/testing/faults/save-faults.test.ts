import { isDeepStrictEqual } from 'node:util'
import { expect, test, vi } from 'vitest'
import { ALL_OF, draftOf } from '#testing/image-fixtures.ts'
import { saveSelection } from '#features/images/save/save.ts'
import type { BoardStep } from '#selections/step-board.ts'
import { isPlain, kindOf, startFaultyRegion, CALL_FAULTS, type FaultyRegion } from './faulty-region.ts'

// each test consists of about 20 complete runs
vi.setConfig({ testTimeout: 60_000 })

const of = (release: string) => ({ sourceId: 1, os: 'ubuntu', release })

/** One release to select, one to change, one to clear. */
const DRAFT = draftOf(
  [of('resolute'), null, ALL_OF('amd64')],
  [of('noble'), ALL_OF('amd64'), ALL_OF('amd64', 'arm64')],
  [of('focal'), ALL_OF('arm64'), null],
)
const BEFORE = { jammy: ['amd64'], noble: ['amd64'], focal: ['arm64'] }
const TARGET = { jammy: ['amd64'], noble: ['amd64', 'arm64'], resolute: ['amd64'] }
const IMPORT = 'POST boot-resources/?op=import'

type Held = Record<string, string[]>
/** The condition that makes the label of each step true. */
const EFFECTS: Record<string, (held: Held) => boolean> = {
  'Select resolute': (held) => 'resolute' in held,
  'Change noble': (held) => held['noble']?.includes('arm64') === true,
  'Clear focal': (held) => !('focal' in held),
}

const aRegion = () =>
  startFaultyRegion(({ region }) => {
    for (const { id, release } of region.selections(1)) {
      if (!(release in BEFORE)) region.deleteSelection(1, id)
    }
  })

function heldBy({ simulator }: FaultyRegion): Held {
  const selections = simulator.region.selections(1)
  expect(new Set(selections.map(({ release }) => release)).size, 'no release twice').toBe(selections.length)
  return Object.fromEntries(selections.map(({ release, arches }) => [release, [...arches].sort()]))
}

async function save() {
  let steps: readonly BoardStep[] = []
  let owed = false
  const outcome = await saveSelection({
    draft: DRAFT,
    rules: {},
    commissioningRelease: 'jammy',
    nameOf: ({ release }) => release,
    onSteps: (now) => (steps = now),
    onWritten: () => (owed = true),
    wait: async () => undefined,
  })
  return { outcome, steps, owed }
}

/** The calls of an undisturbed save, without their IDs. */
async function callsOfSave(): Promise<readonly string[]> {
  const lab = await aRegion()
  try {
    expect(await save()).toMatchObject({ outcome: { kind: 'saved' } })
    expect(heldBy(lab)).toEqual(TARGET)
    expect(lab.writes()).toHaveLength(4)
    return lab.proxy.seen.map(({ method, path }) => kindOf(method, path))
  } finally {
    await lab.close()
  }
}

/** False statements of the page; empty if everything it reports is true. */
function untruths(lab: FaultyRegion, { outcome, steps, owed }: Awaited<ReturnType<typeof save>>): string[] {
  const held = heldBy(lab)
  const isHeld = (what: Held) => isDeepStrictEqual(held, what)
  const wrong: string[] = []
  const must = (so: boolean, what: string) => void (so || wrong.push(what))
  if (outcome.kind !== 'failed') {
    must(outcome.kind === 'saved', 'no one else changed anything, so there is nothing to merge')
    must(isHeld(TARGET), 'saved, but it is not')
    must(lab.writes().at(-1) === IMPORT, 'saved, but not imported')
    must(
      steps.every(({ status }) => status === 'done'),
      'saved, but a step is not done',
    )
    return wrong
  }
  must(isPlain(outcome.message, lab), `not plain: ${outcome.message}`)
  must(steps.filter(({ status }) => status === 'failed').length === 1, 'not one step failed')
  must(outcome.written || isHeld(BEFORE), 'nothing was written, but it was')
  must(owed || isHeld(BEFORE), 'no import is owed, but it is')
  for (const { label, status, note = '' } of steps) {
    const isSo = label === 'Start the import' ? lab.writes().includes(IMPORT) : EFFECTS[label]?.(held)
    if (isSo === undefined) continue
    if (status === 'done') must(isSo, `${label}: done, but it is not so`)
    if (status === 'waiting') must(!isSo, `${label}: not done yet, but it is so`)
    if (status === 'failed')
      must(!isSo || note.includes('may already have applied'), `${label}: it was done, but: ${note}`)
  }
  return wrong
}

const calls = await callsOfSave()
/** Counted from 1: all writes, and the first and the last read of each kind. */
const toFault = calls.flatMap((call, at) =>
  !call.startsWith('GET ') || calls.indexOf(call) === at || calls.lastIndexOf(call) === at ? [at + 1] : [],
)

test.each(CALL_FAULTS)(
  'a save reports the truth when one of its calls %s, and the next save completes it',
  async (_, fault) => {
    for (const nth of toFault) {
      const lab = await aRegion()
      try {
        lab.inject(nth, fault)
        expect(untruths(lab, await save()), `fault with call ${nth}`).toEqual([])
        await lab.deliverLate()
        lab.proxy.faults.clear()
        expect(await save(), `after fault with call ${nth}`).toMatchObject({ outcome: { kind: 'saved' } })
        expect(heldBy(lab)).toEqual(TARGET)
        const writes = lab.writes()
        expect(writes.at(-1)).toBe(IMPORT)
        // MAAS accepts a request to import any number of times; everything else is done once
        const selections = writes.filter((write) => write !== IMPORT)
        expect(selections).toHaveLength(3)
        expect(new Set(selections).size).toBe(3)
      } finally {
        await lab.close()
      }
    }
  },
)
