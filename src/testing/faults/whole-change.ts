import { expect } from 'vitest'
import type { NewSelection } from '#contract/maas.ts'
import { changeSteps } from '#features/source/rules/source-steps.ts'
import type { SourceState, SourceTarget } from '#features/source/rules/model.ts'
import { DEFAULT_KEYRING } from '#features/source/form/source-form.ts'
import { carryOut, regionWith, statesOf, type GivenSource } from '#testing/region.ts'
import { contentOf, progressOf, wayBack } from '#features/source/rules/change-progress.ts'
import { MAAS_IO } from '#selections/maas-io.ts'

/* A source change, carried out by the rules of the embedded region, with all ways to continue from where it may stop. */

export const select = (release: string, ...arches: string[]): NewSelection => ({
  os: 'ubuntu',
  release,
  arches,
  subarches: ['*'],
  labels: ['*'],
})
export const NOBLE = select('noble', 'amd64')
/** The release machines are commissioned with. */
export const JAMMY = select('jammy', 'amd64')

export const KEYRINGS = {
  file: { keyring_filename: DEFAULT_KEYRING, keyring_data: '' },
  data: { keyring_filename: '', keyring_data: 'mQENBA==' },
}
export const OTHER_DATA = { keyring_filename: '', keyring_data: 'mQENBQ==' }

/** A source at another address, and a change of source 1 to it. */
export const MIRROR = { url: 'http://mirror.example.com/ubuntu/', ...KEYRINGS.file }
export const toMirror = (...selections: NewSelection[]): SourceTarget => ({
  spec: MIRROR,
  selections,
  replaces: 1,
})

type Make = () => ReturnType<typeof regionWith>

/** A region after this many calls of a change. */
function halfWay(make: Make, target: SourceTarget, calls: number) {
  const region = make()
  carryOut(region, target, { calls })
  return region
}

/**
 * Carries out a change call by call; a refused call fails the test. In every state on the way, the progress that the page
 * reports must be true, and the change can be finished and undone.
 */
export function expectWholeChange(make: Make, target: SourceTarget) {
  const stands = carryOut(make(), target)
  const [start, end] = [stands[0]?.now ?? [], stands.at(-1)?.now ?? []]
  const begun = { before: start }
  for (const [calls, { now, done }] of stands.entries()) {
    const when = `after ${done.join(', ') || 'nothing'}`
    const old = contentOf(now) === contentOf(start)
    expect(progressOf(now, start, target), when).toBe(
      old ? 'old' : contentOf(now) === contentOf(end) ? 'new' : 'between',
    )
    const finished = halfWay(make, target, calls)
    carryOut(finished, target, begun)
    expect(contentOf(statesOf(finished)), `finished ${when}`).toBe(contentOf(end))

    const back = wayBack(start, now, target)
    const turns = carryOut(halfWay(make, target, calls), back, begun)
    expect(former(start), `gone back ${when}`).toContain(contentOf(turns.at(-1)?.now ?? []))
    // a way back that stops half-way can be finished or undone, and both work
    for (const [more, turn] of turns.entries()) {
      for (const again of [back, wayBack(start, turn.now, back)]) {
        const region = halfWay(make, target, calls)
        carryOut(region, back, { ...begun, calls: more })
        carryOut(region, again, begun)
        expect(former(start), `gone back ${when}, then again`).toContain(contentOf(statesOf(region)))
      }
    }
  }
  expect(changeSteps(end, target, { importing: false })).toEqual([])
  expect(changeSteps(end, target, { importing: true })).toEqual([])
  return { stands, start, end }
}

/** After an import without any source, MAAS adds its own source again. */
export const former = (start: readonly SourceState[]) => [
  contentOf(start),
  ...(start.length === 0 ? [given([{ url: MAAS_IO.stable, ...KEYRINGS.file, selections: [JAMMY] }])] : []),
]

/** The content of a region that was given these sources. */
export const given = (sources: readonly GivenSource[]) => contentOf(statesOf(regionWith(sources)))
