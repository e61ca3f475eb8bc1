import { describe, expect, test } from 'vitest'
import { regionWith, type GivenSource } from '#testing/region.ts'
import {
  expectWholeChange,
  given,
  JAMMY,
  KEYRINGS,
  NOBLE,
  OTHER_DATA,
  select,
} from '#testing/faults/whole-change.ts'
import type { SourceState } from './model.ts'
import { contentOf } from './change-progress.ts'

/*
 * Every step of a plan is applied with the rules of the embedded region, which refuse what MAAS refuses. A refused call
 * fails the test.
 */

const URLS = {
  'the same URL': (url: string) => url,
  'the URL with its other slash': (url: string) => (url.endsWith('/') ? url.slice(0, -1) : `${url}/`),
  'another URL': () => 'http://mirror.example.com/ubuntu/',
}

/** What the region has before: the source to change is the first one, or there is none. */
const REGIONS = {
  none: (): GivenSource[] => [],
  one: (keyring: Keyring): GivenSource[] => [
    { url: 'http://mirror.example.com/large/', ...KEYRINGS[keyring], selections: [NOBLE, JAMMY] },
  ],
  several: (keyring: Keyring): GivenSource[] => [
    { url: 'http://mirror.example.com/large', ...KEYRINGS[keyring], selections: [NOBLE, JAMMY] },
    { url: 'http://images.maas.io/ephemeral-v3/stable/', ...KEYRINGS.file, selections: [NOBLE] },
    { url: 'http://mirror.example.com/other/', ...OTHER_DATA, selections: [] },
  ],
}
type Keyring = keyof typeof KEYRINGS
const names = <K extends string>(of: Record<K, unknown>) => Object.keys(of) as K[]

const commissioned = (states: readonly SourceState[]) =>
  states.some(({ selections }) => selections.some(({ release }) => release === 'jammy'))

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
            // up to MAAS 3.7, the commissioning release stays selected at every step
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
