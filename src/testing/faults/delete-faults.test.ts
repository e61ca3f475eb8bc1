import { expect, test, vi } from 'vitest'
import { deleteImages } from '#features/images/deletion/run/delete-images.ts'
import { type Left, NOTHING_LEFT } from '#features/images/deletion/run/left.ts'
import { heldFromResources } from '#features/images/deletion/rules/held-images.ts'
import { type ImageId, imageIdKey } from '#features/images/deletion/rules/image-id.ts'
import type { BoardStep } from '#selections/step-board.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import type { ProxyFault } from './faults.ts'
import {
  isPlain,
  kindOf,
  once,
  startFaultyRegion,
  type CallFault,
  type FaultyRegion,
} from './faulty-region.ts'

// each test consists of many complete runs
vi.setConfig({ testTimeout: 120_000 })

const synced = (os: string, release: string, arch: string): ImageId => ({ kind: 'synced', os, release, arch })
const ubuntu = (release: string, arch: string) => synced('ubuntu', release, arch)

/** Nine images of the region and one that is no longer offered. Each of jammy and noble keeps an architecture. */
const TEN: readonly ImageId[] = [
  ubuntu('jammy', 'arm64'),
  ubuntu('noble', 'amd64'),
  ubuntu('resolute', 'amd64'),
  ubuntu('resolute', 'arm64'),
  ubuntu('focal', 'amd64'),
  ubuntu('focal', 'arm64'),
  ubuntu('cosmic', 'amd64'),
  synced('centos', '8', 'amd64'),
  { kind: 'uploaded', os: '', release: 'build-agent', arch: 'amd64' },
  { kind: 'uploaded', os: '', release: 'second', arch: 'amd64' },
]
const KEPT = [ubuntu('jammy', 'amd64'), ubuntu('noble', 'arm64')]

const ARCHES = ['amd64', 'arm64']

/** One kernel for each image, so that a run has few calls. */
const aRegion = (scenario: string) =>
  startFaultyRegion(({ region, clock }) => {
    for (const release of ['jammy', 'noble', 'resolute', 'focal']) {
      const there = region.selections(1).find((one) => one.release === release)
      const lists = { os: 'ubuntu', release, arches: ARCHES, subarches: ['*'], labels: ['*'] }
      if (there) region.updateSelection(1, there.id, lists)
      else region.createSelection(1, lists)
    }
    region.createUpload(uploadOf('second'))
    region.startImport()
    for (let hours = 0; hours < 3; hours += 1) {
      clock.advance(3_600_000)
      region.isImporting()
    }
    const seen = new Set<string>()
    for (const { id, type, name, architecture } of region.resources()) {
      const image = `${type} ${name} ${architecture.split('/')[0]}`
      if (seen.has(image)) region.deleteResource(id)
      seen.add(image)
    }
  }, scenario)

const uploadOf = (name: string) => ({
  name,
  architecture: 'amd64/generic',
  title: name,
  filetype: 'tgz',
  content: new Uint8Array([1, 2, 3]),
  sha256: undefined,
  size: undefined,
  baseImage: undefined,
})

const heldBy = ({ simulator }: FaultyRegion): Set<string> => {
  const rows = simulator.region
    .resources()
    .map(({ id, type, name, architecture }) => ({ id, type, name, architecture }))
  return new Set(heldFromResources(rows).map(imageIdKey))
}
const selectedBy = ({ simulator }: FaultyRegion): Set<string> =>
  new Set(
    simulator.region
      .sources()
      .flatMap(({ id }) => simulator.region.selections(id))
      .flatMap(({ os, release, arches }) => arches.map((arch) => imageIdKey(synced(os, release, arch)))),
  )

async function run(
  { simulator }: FaultyRegion,
  targets = TEN,
  left = NOTHING_LEFT,
  remember: (left: Left) => void = () => undefined,
) {
  let steps: readonly BoardStep[] = []
  const outcome = await deleteImages({
    version: simulator.region.version,
    owner: null,
    targets,
    arriving: new Set(),
    importsOneAtATime: capabilitiesOf(simulator.region.version).syncsSelections,
    offered: ({ release }) => (release === 'cosmic' ? [] : ARCHES),
    commissioningRelease: 'jammy',
    nameOf: ({ release }) => release,
    imageNameOf: ({ release, arch }) => `${release} (${arch})`,
    onSteps: (now) => (steps = now),
    wait: async () => undefined,
    left,
    remember: async (now) => remember(now),
  })
  return { outcome, steps }
}

/** What a run reports, compared with the region: each difference in a sentence. */
function untruths(lab: FaultyRegion, { outcome, steps }: Awaited<ReturnType<typeof run>>): string[] {
  const [held, selected] = [heldBy(lab), selectedBy(lab)]
  const wrong: string[] = []
  const must = (isSo: boolean, complaint: string) => void (isSo || wrong.push(complaint))
  const names = [...outcome.deleted, ...outcome.left.map(({ image }) => image)].map(imageIdKey)
  must(outcome.refused.length === 0, 'something is refused')
  must(new Set(names).size === TEN.length && names.length === TEN.length, 'not each image is named once')
  for (const image of outcome.deleted) {
    must(!held.has(imageIdKey(image)), `${imageIdKey(image)} is held, but reported as deleted`)
    must(!selected.has(imageIdKey(image)), `${imageIdKey(image)} is selected, but reported as deleted`)
  }
  for (const { image, reason } of outcome.left)
    must(isPlain(reason, lab), `not plain for ${imageIdKey(image)}: ${reason}`)
  for (const image of KEPT) {
    const isLost = outcome.lost.some(({ id }) => id.release === image.release)
    must(selected.has(imageIdKey(image)) || isLost, `${imageIdKey(image)} is no longer selected`)
  }
  for (const { label, status, note = '' } of steps) {
    const image = TEN.find(({ release, arch }) => label === `Delete ${release} (${arch})`)
    if (image && status === 'done') must(!held.has(imageIdKey(image)), `${label}: done, but it is held`)
    if (status === 'failed') must(isPlain(note, lab), `not plain: ${note}`)
    must(status !== 'running', `${label}: still running`)
  }
  return wrong
}

/**
 * One call meets the fault: the run reports the truth, and the next one completes it. Whether the first run reported that
 * something is left.
 */
async function oneCallMeets(nth: number, fault: CallFault, scenario = 'default'): Promise<boolean> {
  const lab = await aRegion(scenario)
  try {
    expect(
      [...TEN, ...KEPT].filter((image) => !heldBy(lab).has(imageIdKey(image))),
      'held at first',
    ).toEqual([])
    lab.inject(nth, fault)
    const first = await run(lab)
    expect(untruths(lab, first), `fault with call ${nth}`).toEqual([])
    const { left, lost, importFailed } = first.outcome
    const isDone = left.length === 0 && lost.length === 0 && importFailed === null
    lab.proxy.faults.clear()
    const targets = left.map(({ image }) => image)
    const second = isDone ? first : await run(lab, targets, { lost, importOwed: importFailed !== null })
    expect(second.outcome, `after fault with call ${nth}`).toMatchObject(COMPLETE)
    const [held, selected] = [heldBy(lab), selectedBy(lab)]
    expect(TEN.filter((image) => held.has(imageIdKey(image)) || selected.has(imageIdKey(image)))).toEqual([])
    // MAAS 3.8 downloads them again
    const kept = scenario === 'default' ? [held, selected] : [selected]
    expect(KEPT.filter((image) => !kept.every((keys) => keys.has(imageIdKey(image))))).toEqual([])
    return !isDone
  } finally {
    await lab.close()
  }
}
const COMPLETE = { left: [], lost: [], importFailed: null }

/** The calls of an undisturbed run, without their IDs: `DELETE boot-resources/N/` */
async function callsOfRun(): Promise<readonly string[]> {
  const lab = await aRegion('default')
  try {
    expect((await run(lab)).outcome).toMatchObject(COMPLETE)
    return lab.proxy.seen.map(({ method, path }) => kindOf(method, path))
  } finally {
    await lab.close()
  }
}

const FAULTS: readonly (readonly [string, ProxyFault])[] = [
  ['is dropped on its way', { kind: 'drop', when: 'before' }],
  ['is done and its answer dropped', { kind: 'drop', when: 'after' }],
  ['is answered with a 500', { kind: 'instead', answer: 'server-error', when: 'before' }],
  ['is answered with a 409', { kind: 'instead', answer: 'conflict', when: 'before' }],
]

const AT_EACH_CALL = 'is answered with a 500'
/** For a read it makes no difference whether MAAS handled it, nor with which error it answered. */
const OF_READS = ['is dropped on its way']

const calls = await callsOfRun()

/**
 * The calls that meet a fault, counted from 1: one fault meets each call, a lost answer each write, and the others the
 * first and the last call of each kind.
 */
function callsToFault(name: string): number[] {
  if (name === AT_EACH_CALL) return calls.map((_, at) => at + 1)
  const isWrite = (call: string) => !call.startsWith('GET ')
  return calls.flatMap((call, at) => {
    const isEnd = calls.indexOf(call) === at || calls.lastIndexOf(call) === at
    const meets = isWrite(call) ? isEnd || name.startsWith('is done') : isEnd && OF_READS.includes(name)
    return meets ? [at + 1] : []
  })
}

test.each(FAULTS)(
  'deleting ten images reports the truth when a call %s, and can be continued',
  async (name, fault) => {
    let reported = 0
    for (const nth of callsToFault(name)) if (await oneCallMeets(nth, once(fault))) reported += 1
    expect(reported).toBeGreaterThan(5)
  },
)

test('MAAS 3.8: a selection that could not be created again is not forgotten', async () => {
  const lost: CallFault = ({ proxy }, nth) =>
    void proxy.faults.next({ method: 'POST', path: /selections/, nth }, { kind: 'drop', when: 'before' })
  for (const nth of [1, 2]) expect(await oneCallMeets(nth, lost, 'maas-3.8')).toBe(true)
})

test('MAAS 3.8: an import that has to follow and could not start is started by Continue', async () => {
  const refused: CallFault = ({ proxy }, nth) =>
    void proxy.faults.next({ path: /op=import/, nth }, { kind: 'drop', when: 'before' })
  expect(await oneCallMeets(1, refused, 'maas-3.8')).toBe(true)
})

test('an image that someone else deletes at the same moment counts as deleted', async () => {
  const lab = await aRegion('default')
  try {
    let until = () => undefined as void
    const held = lab.proxy.faults.next(
      { method: 'DELETE', path: /boot-resources/ },
      { kind: 'delay', until: new Promise<void>((resolve) => (until = resolve)) },
    )
    const running = run(lab)
    await held
    for (const { id } of lab.simulator.region.resources('Uploaded')) lab.simulator.region.deleteResource(id)
    until()
    const { outcome, steps } = await running
    expect(outcome).toMatchObject(COMPLETE)
    expect(steps.filter(({ status }) => status !== 'done')).toEqual([])
  } finally {
    await lab.close()
  }
})

test('when MAAS stops answering, the run claims nothing and does not try the rest', async () => {
  const lab = await aRegion('default')
  try {
    const gone: CallFault = ({ proxy }, nth) =>
      void proxy.faults.every({ nth }, { kind: 'drop', when: 'before' })
    lab.inject(12, gone)
    const { outcome, steps } = await run(lab)
    expect(outcome.deleted).toEqual([])
    expect(outcome.left).toHaveLength(TEN.length)
    expect(steps.some(({ status }) => status === 'waiting')).toBe(true)
    lab.proxy.faults.clear()
    const second = await run(lab)
    expect(second.outcome).toMatchObject({ left: [] })
  } finally {
    await lab.close()
  }
})

/** Two images of MAAS 3.8, each of a release that keeps another architecture. */
const TWO = [ubuntu('jammy', 'arm64'), ubuntu('noble', 'amd64')]

/**
 * The nth call and all after it fail, and the page is reloaded at that moment: only what is stored by then is left of the
 * run. Returns whether the run had that many calls.
 */
async function reloadsAt(nth: number, when: 'before' | 'after'): Promise<boolean> {
  const lab = await aRegion('maas-3.8')
  try {
    let stored = NOTHING_LEFT
    let atReload: Left | null = null
    void lab.proxy.faults.next({ nth }, { kind: 'drop', when }).then(() => (atReload = stored))
    lab.proxy.faults.every({ nth: nth + 1 }, { kind: 'drop', when: 'before' })
    await run(lab, TWO, NOTHING_LEFT, (left) => (stored = left))
    lab.proxy.faults.clear()
    if (atReload === null) return false
    const { outcome } = await run(lab, TWO, atReload)
    expect(outcome, `a reload at call ${nth}, cut ${when} it`).toMatchObject(COMPLETE)
    const [held, selected] = [heldBy(lab), selectedBy(lab)]
    expect(TWO.filter((image) => held.has(imageIdKey(image)) || selected.has(imageIdKey(image)))).toEqual([])
    expect(
      KEPT.filter((image) => !selected.has(imageIdKey(image))),
      `after a reload at call ${nth}, cut ${when} it`,
    ).toEqual([])
    return true
  } finally {
    await lab.close()
  }
}

test.each(['before', 'after'] as const)(
  'MAAS 3.8: wherever the region is cut off %s a call and the page reloaded, Continue restores the other architectures',
  async (when) => {
    let nth = 1
    while (await reloadsAt(nth, when)) nth += 1
    // of two releases: to read, to delete, to create, to check
    expect(nth).toBeGreaterThan(8)
  },
)
