import { describe, expect, test } from 'vitest'
import { OFFERED, aRegionAnswer } from '#testing/catalogue.ts'
import { carryOut, regionWith, statesOf, type GivenSource } from '#testing/region.ts'
import { given, JAMMY, KEYRINGS, NOBLE, select } from '#testing/faults/whole-change.ts'
import type { SourceTarget } from './model.ts'
import { feasible, makesSelections } from './restored.ts'
import { contentOf, progressOf, wayBack } from './change-progress.ts'

const LARGE = 'http://mirror.example.com/large/'
const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
/** A selection of a release that no source offers any more. */
const COSMIC = select('cosmic', 'amd64')

/** Applies a part of a change, then goes back as far as MAAS accepts. */
function backFrom(before: GivenSource, target: SourceTarget, calls: number, version = '3.5.13') {
  const region = regionWith([before], { firstId: 4, version })
  const start = statesOf(region)
  carryOut(region, target, { calls })
  const now = statesOf(region)
  const back = wayBack(start, now, target)
  const way = feasible(back, now, { catalogue: OFFERED, region: aRegionAnswer(version) })
  return { region, start, now, back, way }
}

describe('Going back from a change that created the source again, after the old one was deleted:', () => {
  const before = { url: LARGE, ...KEYRINGS.data, selections: [COSMIC, JAMMY, NOBLE] }
  const target = { spec: { url: STABLE, ...KEYRINGS.file }, selections: [JAMMY], replaces: 4 }

  test('releases that the source no longer offers are lost, and everything else is restored', () => {
    const { region, start, now, back, way } = backFrom(before, target, 3)
    expect(now.map(({ source }) => source.url)).toEqual([STABLE])
    expect(makesSelections(back, now)).toBe(true)
    expect(() => carryOut(backFrom(before, target, 3).region, back, { before: start })).toThrow(/cosmic/)
    expect(way.lost).toEqual(['ubuntu/cosmic'])
    carryOut(region, way.target, { before: start })
    expect(contentOf(statesOf(region))).toBe(given([{ ...before, selections: [JAMMY, NOBLE] }]))
    expect(progressOf(statesOf(region), start, way.target)).toBe('new')
  })

  test('while the old source still exists, nothing is created and nothing is lost', () => {
    const { region, start, now, back, way } = backFrom(before, target, 2)
    expect(makesSelections(back, now)).toBe(false)
    expect(way).toEqual({ target: back, lost: [] })
    carryOut(region, way.target, { before: start })
    expect(contentOf(statesOf(region))).toBe(contentOf(start))
    expect(progressOf(statesOf(region), start, way.target)).toBe('old')
  })
})

test('going back from a change in place creates no selection, although the source no longer offers it', () => {
  const before = { url: LARGE, ...KEYRINGS.file, selections: [COSMIC, JAMMY] }
  const target = { spec: { url: STABLE, ...KEYRINGS.file }, selections: [COSMIC, JAMMY], replaces: 4 }
  const { now, back, way } = backFrom(before, target, 1)
  expect(now[0]?.source.url).toBe(STABLE)
  expect(makesSelections(back, now)).toBe(false)
  expect(way).toEqual({ target: back, lost: [] })
})

test.each([
  ['3.5.13', [NOBLE, JAMMY]],
  ['3.8.0', [NOBLE]],
])('MAAS %s keeps the commissioning release if it refuses to delete it', (version, selections) => {
  const at = version === '3.8.0' ? (url: string) => url.slice(0, -1) : (url: string) => url
  const before = { url: at(LARGE), ...KEYRINGS.file, selections: [NOBLE] }
  const target = { spec: { url: at(STABLE), ...KEYRINGS.file }, selections: [NOBLE, JAMMY], replaces: 4 }
  const { region, start, way } = backFrom(before, target, 2, version)
  expect(way.target.selections).toEqual(selections)
  carryOut(region, way.target, { before: start })
  expect(statesOf(region).flatMap((state) => state.selections.map(({ release }) => release))).toEqual(
    selections.map(({ release }) => release),
  )
})

test('going back from an added source creates no selection', () => {
  const before = { url: LARGE, ...KEYRINGS.file, selections: [JAMMY] }
  const target = { spec: { url: STABLE, ...KEYRINGS.data }, selections: [NOBLE], replaces: null }
  const { now, back, way } = backFrom(before, target, 2)
  expect(makesSelections(back, now)).toBe(false)
  expect(way).toEqual({ target: back, lost: [] })
})

describe.each([
  ['a label', { labels: ['daily'] }],
  ['a kernel', { subarches: ['hwe-18.04'] }],
])('a source that is created again does not offer %s of a former selection:', (_, names) => {
  test.each([
    [
      '3.4.10',
      'loses it, because MAAS imports nothing of it',
      { lost: ['ubuntu/noble'], selections: [JAMMY] },
    ],
    [
      '3.5.13',
      'loses it, because MAAS imports nothing of it',
      { lost: ['ubuntu/noble'], selections: [JAMMY] },
    ],
    ['3.8.0', 'restores it, because MAAS imports it anyway', { lost: [], selections: [NOBLE, JAMMY] }],
  ])('going back with MAAS %s %s', (version, __, { lost, selections }) => {
    const slash = version === '3.8.0' ? '' : '/'
    const before = {
      url: `http://mirror.example.com/large${slash}`,
      ...KEYRINGS.data,
      selections: [{ ...NOBLE, ...names }, JAMMY],
    }
    const target = {
      spec: { url: `http://images.maas.io/ephemeral-v3/stable${slash}`, ...KEYRINGS.file },
      selections: [JAMMY],
      replaces: 4,
    }
    const { region, start, way } = backFrom(before, target, 3, version)
    expect(way.lost).toEqual(lost)
    expect(way.target.selections).toEqual(selections)
    carryOut(region, way.target, { before: start })
    expect(progressOf(statesOf(region), start, way.target)).toBe('new')
  })
})
