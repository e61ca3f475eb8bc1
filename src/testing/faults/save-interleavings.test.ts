import { expect, onTestFinished, test, vi } from 'vitest'
import { ALL_OF, draftOf } from '#testing/image-fixtures.ts'
import { saveSelection, type SaveOutcome } from '#features/images/save/save.ts'
import type { Draft } from '#features/images/rules/model.ts'
import { startGateway } from '#gateway/server.ts'
import { startSimulator, type Simulator } from '#simulator/serve.ts'
import { leapingClock } from '#lib/leaping-clock.ts'

/*
 * An API client writes directly to MAAS during a save: before each call of the save, and after the last one.
 * Whatever it writes and whenever, no change of the user or of the client is lost without a message.
 */

// each test consists of about ten complete saves
vi.setConfig({ testTimeout: 60_000 })

const START = Date.UTC(2026, 10, 23, 9, 0, 0)
const of = (release: string) => ({ sourceId: 1, os: 'ubuntu', release })
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  jammy: ['amd64'],
  noble: ['amd64', 'ppc64el'],
  focal: ['arm64'],
}

type Region = Simulator['region']
type Held = ReadonlyMap<string, readonly string[]>

/** A save creates one release, changes one and deletes one. From 3.8 on, the change deletes and creates. */
const MAKES = {
  'MAAS 3.5': {
    scenario: 'default',
    rules: {},
    noble: ALL_OF('amd64', 'arm64', 'ppc64el'),
    isSaved: (held: Held) => held.get('noble')?.includes('arm64') === true,
  },
  'MAAS 3.8': {
    scenario: 'maas-3.8',
    rules: { recreates: true, importsOneAtATime: true, mayDropCommissioning: true },
    noble: ALL_OF('amd64', 'arm64'),
    isSaved: (held: Held) =>
      held.get('noble')?.includes('arm64') === true && held.get('noble')?.includes('ppc64el') === false,
  },
} as const
type Make = (typeof MAKES)[keyof typeof MAKES]

const draftFor = ({ noble }: Make): Draft =>
  draftOf(
    [of('resolute'), null, ALL_OF('amd64')],
    [of('noble'), ALL_OF('amd64', 'ppc64el'), noble],
    [of('focal'), ALL_OF('arm64'), null],
  )

const heldBy = (region: Region): Held => {
  const selections = region.selections(1)
  expect(new Set(selections.map(({ release }) => release)).size, 'no release twice').toBe(selections.length)
  return new Map(selections.map(({ release, arches }) => [release, arches.toSorted()]))
}

/** What the user wants for each release, regardless of other selected architectures. */
const wishesOf = ({ isSaved }: Make): Record<string, (held: Held) => boolean> => ({
  resolute: (held) => held.get('resolute')?.includes('amd64') === true,
  noble: isSaved,
  focal: (held) => !held.has('focal'),
})

/** What a client does to a release, based on the present state or on what it read before the save; false: nothing. */
type Action = {
  readonly does: string
  readonly act: (region: Region, release: string) => boolean
  /** Whether MAAS has its change. */
  readonly isDone: (arches: readonly string[] | undefined) => boolean
}

const find = (region: Region, release: string) =>
  region.selections(1).find((one) => one.release === release) ?? null
const create = (region: Region, release: string, ...arches: string[]) => {
  region.createSelection(1, { ...of(release), arches, subarches: ['*'], labels: ['*'] })
  return true
}
const change = (region: Region, release: string, next: (arches: readonly string[]) => string[]): boolean => {
  const found = find(region, release)
  const arches = found ? next(found.arches) : []
  if (found && arches.length > 0) region.updateSelection(1, found.id, { arches })
  return found !== null && arches.length > 0
}
const remove = (region: Region, release: string): boolean => {
  const found = find(region, release)
  if (found) region.deleteSelection(1, found.id)
  return found !== null
}

const ACTIONS: readonly Action[] = [
  {
    does: 'adds an architecture',
    act: (region, release) =>
      change(region, release, (arches) => [...new Set([...arches, 's390x'])]) ||
      create(region, release, 's390x'),
    isDone: (arches) => arches?.includes('s390x') === true,
  },
  {
    does: 'adds an architecture to what it read before the save',
    act: (region, release) =>
      change(region, release, () => [...(BEFORE[release] ?? []), 's390x']) ||
      create(region, release, ...(BEFORE[release] ?? []), 's390x'),
    isDone: (arches) => arches?.includes('s390x') === true,
  },
  {
    does: 'removes an architecture',
    act: (region, release) => {
      const before = find(region, release)?.arches.length ?? 0
      return before > 1 && change(region, release, (arches) => arches.filter((arch) => arch !== 'amd64'))
    },
    isDone: (arches) => arches?.includes('amd64') !== true,
  },
  {
    does: 'deletes the selection',
    act: remove,
    isDone: (arches) => arches === undefined,
  },
  {
    does: 'deletes the selection and creates it again with another architecture',
    act: (region, release) => remove(region, release) && create(region, release, 's390x'),
    isDone: (arches) => arches?.includes('s390x') === true,
  },
]

/** A region with a gateway, and a user who saves through it. */
async function aPlace(make: Make) {
  const simulator = await startSimulator({ scenario: make.scenario, speed: 0, now: () => START })
  const { region } = simulator
  const gateway = await startGateway({
    maasUrl: simulator.maasUrl,
    credentials: { kind: 'fixed', apiKey: simulator.apiKey },
    keyringFile: async () => ({ state: 'elsewhere' }),
    now: () => simulator.clock.wall(),
    pace: leapingClock(),
  })
  const calls: string[] = []
  let before: (nth: number) => void = () => undefined
  const { fetch } = globalThis
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    calls.push(`${init.method} ${path.replace('/MAAS/api/2.0/', '')}`)
    before(calls.length)
    return fetch(new URL(path, gateway.url), init)
  })
  onTestFinished(async () => {
    vi.unstubAllGlobals()
    await gateway.close()
    await simulator.close()
  })
  return {
    region,
    calls,
    /** The selections before a save. Their import is complete. */
    reset() {
      simulator.clock.advance(3_600_000)
      for (const { id, release } of region.selections(1)) {
        const arches = BEFORE[release]
        if (arches) region.updateSelection(1, id, { arches: [...arches], subarches: ['*'], labels: ['*'] })
        else region.deleteSelection(1, id)
      }
      for (const [release, arches] of Object.entries(BEFORE))
        if (!find(region, release)) create(region, release, ...arches)
      calls.length = 0
      before = () => undefined
    },
    /** Called before the page sends its nth call, counted from 1. */
    beforeCalls: (then: typeof before) => void (before = then),
    save: (draft: Draft): Promise<SaveOutcome> =>
      saveSelection({
        draft,
        rules: make.rules,
        commissioningRelease: 'jammy',
        nameOf: ({ release }) => release,
        onSteps: () => undefined,
        onWritten: () => undefined,
        wait: async (ms) => simulator.clock.advance(ms),
      }),
  }
}

type Place = Awaited<ReturnType<typeof aPlace>>

/** The calls of an undisturbed save. */
async function callsOf(place: Place, make: Make): Promise<readonly string[]> {
  place.reset()
  expect(await place.save(draftFor(make))).toEqual({ kind: 'saved' })
  expect(Object.values(wishesOf(make)).every((holds) => holds(heldBy(place.region)))).toBe(true)
  return place.calls.slice()
}

type At = { readonly release: string; readonly action: Action; readonly moment: number }

/**
 * What goes wrong if a client changes a release at one moment of a save; empty: nothing. null: the client had nothing to
 * change.
 * @param checked the call that reads the selections after the last write
 */
async function faultsOf(place: Place, make: Make, { release, action, moment }: At, checked: number) {
  const { region } = place
  const faults: string[] = []
  const must = (so: boolean, what: string) => void (so || faults.push(what))
  let acted = false
  let theirs: readonly string[] | undefined
  const act = () => {
    acted = action.act(region, release)
    theirs = heldBy(region).get(release)
  }
  place.reset()
  place.beforeCalls((nth) => {
    if (nth === moment) act()
  })
  let outcome = await place.save(draftFor(make))
  if (moment > place.calls.length) act()
  if (!acted) return null
  const wish = wishesOf(make)[release]
  const after = heldBy(region)
  must(outcome.kind !== 'failed' && outcome.kind !== 'moved', `it ended as ${outcome.kind}`)
  if (outcome.kind === 'saved') {
    must(action.isDone(after.get(release)), 'what the client did is lost without a message')
    must(moment > checked || wish?.(after) === true, 'what the person did is lost without a message')
  }
  if (outcome.kind === 'merge') {
    const reported = outcome.merged.changes.map(({ id }) => id.release)
    must(reported.length === 1 && reported[0] === release, `reported ${reported.join() || 'nothing'}`)
    must(String(after.get(release)) === String(theirs), 'it was written over before the person agreed')
  }
  // the user accepts the merge, and keeps their own choice where both conflict
  for (let round = 0; outcome.kind === 'merge' && round < 3; round += 1)
    outcome = await place.save(outcome.merged.draft)
  must(outcome.kind === 'saved', `in the end it is ${outcome.kind}`)
  for (const [name, holds] of Object.entries(wishesOf(make)))
    if (name !== release) must(holds(heldBy(region)), `${name} is not as saved`)
  return faults
}

const casesOf = (name: keyof typeof MAKES, release: string) =>
  // the other releases have only one architecture
  ACTIONS.filter(({ does }) => release === 'noble' || does !== 'removes an architecture').map(
    (action) => [name, action.does, release, action] as const,
  )
const CASES = [
  ...['noble', 'focal', 'resolute'].flatMap((release) => casesOf('MAAS 3.5', release)),
  // only changes differ there
  ...casesOf('MAAS 3.8', 'noble'),
]

test.each(CASES)(
  '%s: an API client that %s (%s) at any moment of a save loses nothing and overwrites nothing silently',
  async (name, _, release, action) => {
    const make = MAKES[name]
    const place = await aPlace(make)
    const calls = await callsOf(place, make)
    const checked = calls.lastIndexOf('GET boot-sources/1/selections/') + 1
    const lastWrite = calls.findLastIndex((call) => /^(POST|PUT|DELETE) .*selections/.test(call)) + 1
    expect(checked, 'the page reads again after its last write').toBeGreaterThan(lastWrite)
    let done = 0
    for (let moment = 1; moment <= calls.length + 1; moment += 1) {
      const faults = await faultsOf(place, make, { release, action, moment }, checked)
      if (faults) done += 1
      expect(faults ?? [], `before call ${moment} (${calls[moment - 1] ?? 'none any more'})`).toEqual([])
    }
    // a release that does not exist yet cannot be deleted
    expect(done).toBeGreaterThan(0)
  },
)
