import { expect, test, vi } from 'vitest'
import { applyChange, readStates, type ApplyOutcome } from '#features/source/change/apply-change.ts'
import type { SourceState, SourceTarget } from '#features/source/rules/model.ts'
import type { Simulator } from '#simulator/serve.ts'
import type { ListedStep } from '#ui/step-list.tsx'
import { isPlain, startFaultyRegion, CALL_FAULTS, type FaultyRegion } from './faulty-region.ts'
import { wayBack } from '#features/source/rules/change-progress.ts'

// each test consists of about 20 complete runs
vi.setConfig({ testTimeout: 60_000 })

const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
const CANDIDATE = 'http://images.maas.io/ephemeral-v3/candidate/'
const FILE = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'
const IMPORT = 'POST boot-resources/?op=import'

const ubuntu = (release: string, ...arches: string[]) => ({
  os: 'ubuntu',
  release,
  arches,
  subarches: ['*'],
  labels: ['*'],
})

/** The content of a region, in lines: `…/stable/ file jammy:amd64 noble:amd64`. */
type Shape = string

const few = ({ region }: Simulator) => {
  for (const { id, release } of region.selections(1)) {
    if (release !== 'jammy' && release !== 'noble') region.deleteSelection(1, id)
  }
}
const fewWithData = (simulator: Simulator) => {
  simulator.region.updateSource(1, { keyringFilename: '', keyringData: simulator.keyring })
  few(simulator)
}

/** Three ways from one source to another. Each way adds, changes and removes a selection. */
const CHANGES = [
  {
    name: 'in place',
    prepare: few,
    url: CANDIDATE,
    before: `${STABLE} file jammy:amd64 noble:amd64`,
    writes: ['stop_import', 'PUT source', 'POST selection', 'PUT selection', 'DELETE selection', 'import'],
  },
  {
    name: 'by a new one, after which the old one is deleted',
    prepare: fewWithData,
    url: CANDIDATE,
    before: `${STABLE} data jammy:amd64 noble:amd64`,
    writes: ['stop_import', 'POST source', 'POST selection', 'POST selection', 'DELETE source', 'import'],
  },
  {
    name: 'by a new one, which takes over the address',
    prepare: fewWithData,
    url: STABLE,
    before: `${STABLE} data jammy:amd64 noble:amd64`,
    writes: [
      'stop_import',
      'POST source',
      'POST selection',
      'POST selection',
      'DELETE source',
      'PUT source',
      'import',
    ],
  },
] as const

type Change = (typeof CHANGES)[number]

const targetOf = ({ url }: Change): SourceTarget => ({
  spec: { url, keyring_filename: FILE, keyring_data: '' },
  selections: [ubuntu('jammy', 'amd64', 'arm64'), ubuntu('resolute', 'amd64')],
  replaces: 1,
})
const wantedShape = ({ url }: Change): Shape => `${url} file jammy:amd64,arm64 resolute:amd64`

function shapeOf({ simulator: { region } }: FaultyRegion): Shape {
  const text = region.sources().map(({ id, url, keyringFilename, keyringData }) => {
    const selections = region
      .selections(id)
      .map(({ release, arches }) => `${release}:${[...arches].sort().join()}`)
      .sort()
    const keyring = keyringData ? 'data' : keyringFilename === FILE ? 'file' : 'neither'
    return [url, keyring, ...selections].join(' ')
  })
  return text.sort().join('\n')
}

/** The beginning of each step's label, and whether the region is in the state that it describes. */
const EFFECTS: readonly (readonly [label: RegExp, isSo: (lab: FaultyRegion, change: Change) => boolean])[] = [
  [/^Stop the running/, (lab) => lab.writes().some((write) => write.endsWith('op=stop_import'))],
  // until its address is free, the source has another spelling of it
  [
    /^Create the source/,
    (lab, { url }) =>
      shapeOf(lab)
        .replaceAll('/ ', ' ')
        .includes(`${url.slice(0, -1)} file`),
  ],
  [/^Change the source/, (lab, { url }) => shapeOf(lab).includes(`${url} file`)],
  [/^Delete the source/, (lab) => lab.simulator.region.sources().every(({ id }) => id !== 1)],
  [/^Select ubuntu resolute/, (lab) => shapeOf(lab).includes('resolute')],
  [/^(Select|Change the selection of) ubuntu jammy/, (lab) => shapeOf(lab).includes('arm64')],
  [/^Clear ubuntu noble/, (lab) => !shapeOf(lab).includes('noble')],
  // an import may have run before, so that MAAS reads the new source
  [
    /^Start the import/,
    (lab, change) => shapeOf(lab) === wantedShape(change) && lab.writes().at(-1) === IMPORT,
  ],
]

async function run(lab: FaultyRegion, target: SourceTarget, before: readonly SourceState[], resumes = false) {
  let steps: readonly ListedStep[] = []
  const outcome = await applyChange({
    target,
    version: lab.simulator.region.version,
    before,
    resumes,
    owner: null,
    onSteps: (now) => (steps = now),
    wait: async (ms) => lab.simulator.clock.advance(ms),
  })
  return { outcome, steps }
}

/** A call without its ids. */
const sortOf = (call: string) =>
  call
    .replace(/boot-sources\/\d+\/selections\/.*/, 'selection')
    .replace(/boot-sources\/.*/, 'source')
    .replace(/POST boot-resources\/\?op=/, '')
const isRead = (call: string) => call.startsWith('GET ')
const shortOf = (path: string) => path.replace(/^.*\/api\/2\.0\//, '')

/** The writes of a region without their ids. */
const sorts = (lab: FaultyRegion) => lab.writes().map(sortOf)

async function startChange({ prepare, before }: Change) {
  const lab = await startFaultyRegion(prepare)
  expect(shapeOf(lab)).toBe(before)
  return { lab, before: await readStates() }
}

/** The calls of an undisturbed change: `GET boot-sources/`, `PUT source`. */
async function callsOf(change: Change): Promise<string[]> {
  const { lab, before } = await startChange(change)
  const seenBefore = lab.proxy.seen.length
  try {
    expect(await run(lab, targetOf(change), before)).toMatchObject({ outcome: { kind: 'done' } })
    expect(shapeOf(lab)).toBe(wantedShape(change))
    expect(sorts(lab).filter((write) => write !== 'import')).toEqual(
      change.writes.filter((write) => write !== 'import'),
    )
    return lab.proxy.seen.slice(seenBefore).map(({ method, path }) => sortOf(`${method} ${shortOf(path)}`))
  } finally {
    await lab.close()
  }
}

/**
 * The faults tried on reads: one of each kind that the page distinguishes. For a read, it makes no difference whether
 * MAAS handled it, nor how its answer was corrupted; save-faults.test.ts has every fault for the reads of a save.
 */
const OF_READS = new Set([
  'is dropped on its way',
  'is answered by half as if it were all',
  'is told to try later',
  'is sent elsewhere',
  'hangs before it reaches the region, until the gateway gives up',
  'and all after it are dropped',
  'and all after it are told to try later',
])
/**
 * The faults tried on every write of the first way and on the other ways: one of each kind that the page distinguishes
 * for writes. Other faults of an answer are other ways to spoil it, and the gateway reports them alike: here they are
 * tried on the writes that a save does not make, and in save-faults.test.ts on those that it makes.
 */
const DISTINGUISHED = new Set([
  'is dropped on its way',
  'is done and its answer dropped',
  'is answered by half as if it were all',
  'is too large for nginx',
  'is told to try later',
  'hangs before it reaches the region, until the gateway gives up',
  'reaches the region after the gateway gave up',
  'and all after it are dropped',
  'is done, its answer dropped, and nothing passes any more',
])
const isOfSave = (call: string) => call === 'import' || call.endsWith(' selection')
/**
 * Which calls of a change get this fault, counted from 1: writes of the first way, and its first and last read of each
 * kind. The other ways share most of their code with it, so only their writes to sources and their own reads and writes
 * get it.
 */
function callsToFault(name: string, calls: readonly string[], ofFirst: readonly string[]): number[] {
  const isFirst = calls === ofFirst
  const isDistinguished = DISTINGUISHED.has(name)
  if (!isFirst && !isDistinguished) return []
  return calls.flatMap((call, index) => {
    const isOwn = isFirst || /^(POST|PUT|DELETE) source$/.test(call) || !ofFirst.includes(call)
    const isEnd = calls.indexOf(call) === index || calls.lastIndexOf(call) === index
    const meets = isRead(call) ? isEnd && OF_READS.has(name) : isDistinguished || !isOfSave(call)
    return isOwn && meets ? [index + 1] : []
  })
}

/** The writes that must happen only once. MAAS accepts a request to import or to stop any number of times. */
const lasting = (writes: readonly string[]) => writes.filter((write) => !write.endsWith('import')).sort()

/** False statements of the page; empty if everything it reports is true. */
function untruths(
  lab: FaultyRegion,
  change: Change,
  { outcome, steps }: { outcome: ApplyOutcome; steps: readonly ListedStep[] },
): string[] {
  const shape = shapeOf(lab)
  const wrong: string[] = []
  const must = (so: boolean, what: string) => void (so || wrong.push(what))
  if (outcome.kind !== 'failed') {
    must(outcome.kind === 'done', `no one else changed anything: ${outcome.kind}`)
    must(shape === wantedShape(change), `done, but it is ${shape}`)
    must(lab.writes().at(-1) === IMPORT, 'done, but not imported')
    must(
      steps.every(({ status }) => status === 'done'),
      'done, but a step is not',
    )
    return wrong
  }
  const real = shape === change.before ? 'old' : shape === wantedShape(change) ? 'new' : 'between'
  must(outcome.progress === 'unknown' || outcome.progress === real, `it is ${real}, not ${outcome.progress}`)
  const stopped = lab.writes().some((write) => write.endsWith('op=stop_import'))
  const idle = stopped && !lab.simulator.region.isImporting()
  must(
    (outcome.importEnded ?? false) === idle || outcome.progress === 'unknown',
    `the import is gone: ${idle}`,
  )
  must(isPlain(outcome.message, lab), `not plain: ${outcome.message}`)
  must(steps.filter(({ status }) => status === 'failed').length === 1, 'not one step failed')
  for (const { label, status, note = '' } of steps) {
    const isSo = EFFECTS.find(([begins]) => begins.test(label))?.[1](lab, change)
    if (isSo === undefined) continue
    if (status === 'done') must(isSo, `${label}: done, but it is not so`)
    if (status === 'waiting') must(!isSo, `${label}: not done yet, but it is so`)
    if (status === 'failed')
      must(!isSo || note.includes('may already have applied'), `${label}: it was done, but: ${note}`)
  }
  return wrong
}

const first = await callsOf(CHANGES[0])
for (const change of CHANGES) {
  const calls = change === CHANGES[0] ? first : await callsOf(change)
  const faults = CALL_FAULTS.filter(([name]) => callsToFault(name, calls, first).length > 0)

  test.each(faults)(`a source that is replaced ${change.name}: when one call %s`, async (name, fault) => {
    for (const nth of callsToFault(name, calls, first)) {
      const { lab, before } = await startChange(change)
      try {
        lab.inject(nth, fault)
        const stopped = await run(lab, targetOf(change), before)
        expect(untruths(lab, change, stopped), `fault with call ${nth}`).toEqual([])
        await lab.deliverLate()
        lab.proxy.faults.clear()
        const resumed = await run(lab, targetOf(change), before, true)
        expect(resumed, `after fault with call ${nth}`).toMatchObject({ outcome: { kind: 'done' } })
        expect(shapeOf(lab)).toBe(wantedShape(change))
        expect(lab.writes().at(-1)).toBe(IMPORT)
        expect(lasting(sorts(lab))).toEqual(lasting(change.writes))
      } finally {
        await lab.close()
      }
    }
  })
}

test('the faults of reads and of other ways are in the table of all faults', () => {
  const names = new Set(CALL_FAULTS.map(([name]) => name))
  expect([...OF_READS, ...DISTINGUISHED].filter((name) => !names.has(name))).toEqual([])
})

test('from every state in which a lost answer leaves a change, there is a way back', async () => {
  for (const change of CHANGES) {
    // a read with a lost answer leaves the region as the previous write did
    const writes = (await callsOf(change)).flatMap((call, index) => (isRead(call) ? [] : [index + 1]))
    for (const nth of writes) {
      const { lab, before } = await startChange(change)
      try {
        const target = targetOf(change)
        void lab.proxy.faults.next({ nth }, { kind: 'drop', when: 'after' })
        if ((await run(lab, target, before)).outcome.kind === 'done') continue
        const back = wayBack(before, await readStates(), target)
        expect(await run(lab, back, before, true)).toMatchObject({ outcome: { kind: 'done' } })
        expect(shapeOf(lab), `${change.name}, from call ${nth}`).toBe(change.before)
        expect(lab.writes().at(-1)).toBe(IMPORT)
      } finally {
        await lab.close()
      }
    }
  }
})
