import { expect, test } from 'vitest'
import { secondRoundsOf } from './second-round.ts'
import type { HeldResource, Offer, SourceOffer } from '#selections/source-offer.ts'

/** A release with one kernel of 500 bytes. */
const release = (name: string): Offer['releases'][number] => ({
  os: 'ubuntu',
  release: name,
  arches: [
    {
      arch: 'amd64',
      label: 'stable',
      version: '2',
      kernels: [{ name: 'ga', subarch: 'ga', flavour: 'generic' }],
      files: [[500, [0], `${name} 2`]],
    },
  ],
})
const offer: Offer = { releases: [release('noble'), release('jammy')], bootloaders: [], notifications: [] }
const source = (...names: string[]): SourceOffer[] => [
  {
    id: 1,
    offer,
    selections: names.map((name) => ({
      os: 'ubuntu',
      release: name,
      arches: ['amd64'],
      subarches: ['*'],
      labels: ['*'],
    })),
  },
]
/** @param here downloaded bytes of 500, by version */
const held = (name: string, here: Record<string, number>): HeldResource => ({
  synced: true,
  name: `ubuntu/${name}`,
  architecture: 'amd64/ga',
  sets: Object.entries(here).map(([version, bytes]) => ({
    version,
    label: 'stable',
    complete: bytes === 500,
    files: [[`${name} ${version}`, 500, bytes]],
  })),
})

type Case = {
  /** Selected when the import was started, now, and after the save; `focal` is not offered any more. */
  began: string[]
  before?: string[]
  after: string[]
  held?: HeldResource[]
  /** Whether MAAS has reported the start, and whether bytes have arrived since. */
  hasRead?: boolean
  grows?: boolean
}
/** Nothing, the bytes, or also the images are not certain. */
const NOTHING = [false, false]
const BYTES = [true, false]
const IMAGES = [true, true]

test.each<[string, Case, boolean[]]>([
  [
    'before its event, it may never import what the save clears, which it would otherwise keep',
    { began: ['noble', 'focal'], after: ['focal'] },
    IMAGES,
  ],
  [
    'with its event it has read the selection',
    { began: ['noble', 'focal'], after: ['focal'], held: [held('noble', { 2: 500 })], hasRead: true },
    NOTHING,
  ],
  [
    'before its event, it may not download what a stopped import has left empty',
    {
      began: ['noble', 'jammy'],
      after: ['jammy'],
      held: [held('noble', { 2: 0 }), held('jammy', { 2: 500 })],
    },
    BYTES,
  ],
  [
    'bytes that arrive show that it has read the selection',
    {
      began: ['noble', 'jammy'],
      after: ['jammy'],
      held: [held('noble', { 2: 0 }), held('jammy', { 2: 500 })],
      grows: true,
    },
    NOTHING,
  ],
  [
    'before its event, it may free an old version only with the selection of now',
    { began: ['noble', 'focal'], after: ['focal'], held: [held('noble', { 1: 500, 2: 500 })] },
    BYTES,
  ],
  [
    'the same images and bytes are certain whatever it reads',
    { began: ['jammy'], after: ['jammy', 'noble'], held: [held('jammy', { 2: 500 })] },
    NOTHING,
  ],
  [
    'before its event, it may read what was saved before this save',
    {
      began: ['jammy'],
      before: ['noble', 'focal'],
      after: ['focal'],
      held: [held('jammy', { 2: 500 })],
    },
    IMAGES,
  ],
  [
    'before its event, it may import what was saved before this save, and remove what the save clears',
    {
      began: ['focal'],
      before: ['jammy', 'bionic'],
      after: ['focal'],
      held: [held('jammy', { 2: 500 }), held('bionic', { 1: 500 })],
    },
    IMAGES,
  ],
  [
    'after its event, it may remove what the save clears, which it would otherwise keep',
    {
      began: ['noble', 'focal', 'bionic'],
      after: ['bionic'],
      held: [held('noble', { 2: 500 }), held('focal', { 1: 500 })],
      hasRead: true,
    },
    IMAGES,
  ],
  [
    'after its event, it may keep what the save selects again',
    {
      began: ['noble'],
      after: ['noble', 'focal'],
      held: [held('noble', { 2: 500 }), held('focal', { 1: 500 })],
      hasRead: true,
    },
    IMAGES,
  ],
  [
    'bytes that arrive show that it has removed what was not selected',
    {
      began: ['noble', 'focal', 'bionic'],
      after: ['bionic'],
      held: [held('noble', { 2: 500 }), held('focal', { 1: 500 })],
      hasRead: true,
      grows: true,
    },
    NOTHING,
  ],
  [
    'what is still there once bytes arrive was selected when it removed what was not',
    {
      began: ['noble'],
      before: ['noble', 'focal'],
      after: ['noble', 'focal'],
      held: [held('noble', { 2: 500 }), held('focal', { 1: 500 })],
      grows: true,
    },
    NOTHING,
  ],
  [
    'what is complete is certain although no import may read it any more',
    { began: ['noble', 'focal'], after: ['focal'], held: [held('noble', { 2: 500 })] },
    NOTHING,
  ],
  ['without a save, it cannot read another selection', { began: ['noble'], after: ['noble'] }, BYTES],
])(
  'the running import up to 3.7 may still read the selection: %s',
  (_, { began, before = began, after, held: resources = [], hasRead = false, grows = false }, expected) => {
    const none = new Set<string>()
    const half = { startOver: none, unsure: none, begun: none, hasRead, grows }
    const outcomeOf = secondRoundsOf(
      { fetchesReplaced: true, half },
      { began: { sources: source(...began), sure: true }, before: source(...before), held: resources },
    )
    const { isAbout, mayStillRead, isStartUnknown } = outcomeOf({ after: source(...after) })
    expect([isAbout, mayStillRead, isStartUnknown]).toEqual([...expected, false])
  },
)

/*
 * Noble and jammy are selected, one of them perhaps by someone else after the import read the selection: then MAAS does
 * not remove what a stopped import has left of it, and deletes that at the end of this import.
 */
test.each<[string, { noble: HeldResource; after?: string[]; begun?: string[] }, boolean]>([
  ['that has not grown may be deleted', { noble: held('noble', { 2: 50 }) }, true],
  ['that has grown is downloaded', { noble: held('noble', { 2: 50 }), begun: ['noble 2'] }, false],
  ['that is empty is downloaded sooner or later', { noble: held('noble', { 2: 0 }) }, false],
  ['that is empty may never be downloaded', { noble: held('noble', { 2: 0 }), after: ['jammy'] }, true],
  ['that is complete stays', { noble: held('noble', { 2: 500 }) }, false],
])(
  'of an image that someone may have selected after the start, a version %s',
  (_, { noble, after = ['noble', 'jammy'], begun = [] }, isAbout) => {
    const both = source('noble', 'jammy')
    const half = {
      startOver: new Set<string>(),
      unsure: new Set<string>(),
      begun: new Set(['jammy 2', ...begun]),
      hasRead: false,
      grows: true,
    }
    const outcomeOf = secondRoundsOf(
      { fetchesReplaced: true, half },
      { began: { sources: both, sure: false }, before: both, held: [noble, held('jammy', { 2: 50 })] },
    )
    expect(outcomeOf({ after: source(...after) }).isAbout).toBe(isAbout)
  },
)
