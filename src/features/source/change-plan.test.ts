import { describe, expect, test } from 'vitest'
import { DEFAULT_KEYRING } from './source-form.ts'
import { carryOut, regionWith, statesOf, type Given } from '#testing/region.ts'
import { contentOf, placeOf, planChange, wayBack } from './change-plan.ts'
import type { SourceState, Target } from './model.ts'

/*
 * Every plan is carried out call by call by the rules of the embedded region, which refuse what MAAS refuses. A call
 * that is refused fails the test.
 */

const select = (release: string, ...arches: string[]) => ({
  os: 'ubuntu',
  release,
  arches,
  subarches: ['*'],
  labels: ['*'],
})
const NOBLE = select('noble', 'amd64')
/** The release machines are commissioned with. */
const JAMMY = select('jammy', 'amd64')

const KEYRINGS = {
  file: { keyring_filename: DEFAULT_KEYRING, keyring_data: '' },
  data: { keyring_filename: '', keyring_data: 'mQENBA==' },
}
const OTHER_DATA = { keyring_filename: '', keyring_data: 'mQENBQ==' }

const URLS = {
  'the same URL': (url: string) => url,
  'the URL with its other slash': (url: string) => (url.endsWith('/') ? url.slice(0, -1) : `${url}/`),
  'another URL': () => 'http://mirror.example.com/ubuntu/',
}

/** What the region has before: the source that is changed is the first, or there is none. */
const REGIONS = {
  none: (): Given[] => [],
  one: (keyring: Keyring): Given[] => [
    { url: 'http://mirror.example.com/large/', ...KEYRINGS[keyring], selections: [NOBLE, JAMMY] },
  ],
  several: (keyring: Keyring): Given[] => [
    { url: 'http://mirror.example.com/large', ...KEYRINGS[keyring], selections: [NOBLE, JAMMY] },
    { url: 'http://images.maas.io/ephemeral-v3/stable/', ...KEYRINGS.file, selections: [NOBLE] },
    { url: 'http://mirror.example.com/other/', ...OTHER_DATA, selections: [] },
  ],
}
type Keyring = keyof typeof KEYRINGS
const names = <K extends string>(of: Record<K, unknown>) => Object.keys(of) as K[]

type Make = () => ReturnType<typeof regionWith>

/** A region in which so many calls of a change have been made. */
function halfWay(make: Make, target: Target, calls: number) {
  const region = make()
  carryOut(region, target, calls)
  return region
}

/** Carries a change out; from every state it passes through it must lead on, and back. */
function expectWholeChange(make: Make, target: Target) {
  const stands = carryOut(make(), target)
  const [start, end] = [stands[0]?.now ?? [], stands.at(-1)?.now ?? []]
  for (const [calls, { now, done }] of stands.entries()) {
    const when = `after ${done.join(', ') || 'nothing'}`
    const old = contentOf(now) === contentOf(start)
    expect(placeOf(now, start, target), when).toBe(
      old ? 'old' : contentOf(now) === contentOf(end) ? 'new' : 'between',
    )
    const finished = halfWay(make, target, calls)
    carryOut(finished, target)
    expect(contentOf(statesOf(finished)), `finished ${when}`).toBe(contentOf(end))

    const back = wayBack(start, now, target)
    const turns = carryOut(halfWay(make, target, calls), back)
    expect(contentOf(turns.at(-1)?.now ?? []), `gone back ${when}`).toBe(contentOf(start))
    // a way back that stops half-way is finished or turned back from, and both lead back
    for (const [more, turn] of turns.entries()) {
      for (const again of [back, wayBack(start, turn.now, back)]) {
        const region = halfWay(make, target, calls)
        carryOut(region, back, more)
        carryOut(region, again)
        expect(contentOf(statesOf(region)), `gone back ${when}, then again`).toBe(contentOf(start))
      }
    }
  }
  expect(planChange(end, target, { importing: false })).toEqual([])
  expect(planChange(end, target, { importing: true })).toEqual([])
  return { stands, start, end }
}

const commissioned = (states: readonly SourceState[]) =>
  states.some(({ selections }) => selections.some(({ release }) => release === 'jammy'))

/** The content of a region that was given these sources. */
const given = (sources: readonly Given[]) => contentOf(statesOf(regionWith(sources)))

describe.each([1, 4])('The first source has the id %i:', (firstId) => {
  for (const count of ['one', 'several'] as const)
    for (const from of names(KEYRINGS))
      for (const to of names(KEYRINGS))
        for (const url of names(URLS))
          test(`${count} with a keyring as ${from} becomes one with a keyring as ${to} at ${url}`, () => {
            const before = REGIONS[count](from)
            const [old, ...others] = before
            const spec = { url: URLS[url](old?.url ?? ''), ...KEYRINGS[to] }
            const selections = [select('focal', 'arm64'), NOBLE, JAMMY]
            const { stands, end } = expectWholeChange(() => regionWith(before, { firstId }), {
              spec,
              selections,
              replaces: firstId,
            })
            expect(contentOf(end)).toBe(given([{ ...spec, selections }, ...others]))
            // MAAS up to 3.7 forces no gap
            expect(stands.filter(({ now }) => !commissioned(now))).toEqual([])
          })

  for (const count of names(REGIONS))
    for (const to of names(KEYRINGS))
      test(`a source with a keyring as ${to} is added beside ${count}`, () => {
        const before = REGIONS[count]('file')
        const spec = { url: 'http://mirror.example.com/ubuntu/', ...KEYRINGS[to] }
        const { end } = expectWholeChange(() => regionWith(before, { firstId }), {
          spec,
          selections: [JAMMY],
          replaces: null,
        })
        expect(contentOf(end)).toBe(given([{ ...spec, selections: [JAMMY] }, ...before]))
      })

  for (const from of names(KEYRINGS))
    test(`one of several with a keyring as ${from} is deleted`, () => {
      const before = REGIONS.several(from)
      const { end } = expectWholeChange(() => regionWith(before, { firstId }), {
        spec: null,
        selections: [],
        replaces: firstId,
      })
      expect(contentOf(end)).toBe(given(before.slice(1)))
    })
})
