import { describe, expect, test } from 'vitest'
import { changeOutcome, type Change, type ChangeOutcome } from './change-outcome.ts'
import type { ImportRules } from './import-outcome.ts'
import { totalBytes } from './held-files.ts'
import type { HeldResource, Offer, SourceOffer } from '#selections/source-offer.ts'

/** A release with one kernel of 500 bytes for each architecture; the version says which files it has. */
const release = (name: string, version: string, arches = ['amd64']): Offer['releases'][number] => ({
  os: 'ubuntu',
  release: name,
  arches: arches.map((arch) => ({
    arch,
    label: 'stable',
    version,
    kernels: [{ name: 'ga', subarch: 'ga', flavour: 'generic' }],
    files: [[500, [0], `${name} ${arch} ${version}`]],
  })),
})
const LOADER = { os: 'grub-efi-signed', type: 'uefi', arch: 'amd64', version: '1' }
const offer = (...releases: Offer['releases']): Offer => ({
  releases,
  bootloaders: [{ ...LOADER, files: [[7, 'grub']] }],
  notifications: [],
})
const select = (name: string, arches = ['amd64']) => ({
  os: 'ubuntu',
  release: name,
  arches,
  subarches: ['*'],
  labels: ['*'],
})
const source = (id: number, what: Offer, ...selections: SourceOffer['selections']): SourceOffer => ({
  id,
  priority: id,
  enabled: true,
  offer: what,
  selections,
})
const held = (name: string, version: string, arch = 'amd64'): HeldResource => ({
  synced: true,
  name: `ubuntu/${name}`,
  architecture: `${arch}/ga`,
  sets: [{ version, label: 'stable', complete: true, files: [[`${name} ${arch} ${version}`, 500, 500]] }],
})
const grub: HeldResource = {
  ...held('', '1'),
  name: 'grub-efi-signed/uefi',
  architecture: 'amd64/generic',
  sets: [{ version: '1', label: 'stable', complete: true, files: [['grub', 7, 7]] }],
}

/** What a change downloads and frees, and what is downloaded and freed without it. */
function bytes(reader: 'to-3.7' | 'from-3.8', change: Change, ...resources: HeldResource[]) {
  const rules = { reader, fetchesReplaced: true }
  const { missing, gone, dueMissing, dueGone } = changeOutcome(rules, change, [grub, ...resources])
  return {
    download: totalBytes(missing),
    freed: totalBytes(gone),
    due: [totalBytes(dueMissing), totalBytes(dueGone)],
  }
}

describe('what happens without the change is counted separately, file by file', () => {
  const of = offer(release('noble', '2'), release('jammy', '2'))

  test('an image that replaces one with an update: neither counts as due', () => {
    const change = { before: [source(1, of, select('noble'))], after: [source(1, of, select('jammy'))] }
    expect(bytes('to-3.7', change, held('noble', '1'))).toEqual({ download: 500, freed: 500, due: [0, 0] })
  })

  test('an image that is added while another one has an update', () => {
    const both = [select('noble'), select('jammy')]
    const change = { before: [source(1, of, select('noble'))], after: [source(1, of, ...both)] }
    expect(bytes('to-3.7', change, held('noble', '1'))).toEqual({
      download: 500,
      freed: 0,
      due: [500, 500],
    })
  })

  test('a source with other files replaces one with an update: the new files do not count as due', () => {
    const change = {
      before: [source(1, offer(release('noble', '2')), select('noble'))],
      after: [source(1, offer(release('noble', '3')), select('noble'))],
    }
    expect(bytes('to-3.7', change, held('noble', '1'))).toEqual({ download: 500, freed: 0, due: [0, 500] })
  })
})

describe.each(['to-3.7', 'from-3.8'] as const)('a source goes back to an older version (%s)', (reader) => {
  const rules = { reader, fetchesReplaced: true }
  const of = [source(1, offer(release('noble', '20260601')), select('noble'))]
  /** The newer version, after which MAAS has created the older one. */
  const both = (newer: number, older: number): HeldResource => ({
    ...held('noble', ''),
    sets: [['20260722', newer] as const, ['20260601', older] as const].map(([version, here]) => ({
      version,
      label: 'stable',
      complete: here === 500,
      files: [[`noble amd64 ${version}`, 500, here]],
    })),
  })

  test.each([
    ['arrives', both(500, 200)],
    ['waits', both(500, 0)],
    ['has become complete', both(500, 500)],
  ])('it is kept, and all of the newer one is freed, while it %s', (_, resource) => {
    const { outcome, gone, dueGone } = changeOutcome(rules, { before: of, after: of }, [grub, resource])
    expect(outcome.brought.get('ubuntu/noble amd64/ga')?.version).toBe('20260601')
    expect(new Map([...gone, ...dueGone])).toEqual(new Map([['noble amd64 20260722', 500]]))
  })

  test('it is kept if the source no longer lists any version', () => {
    const none = [source(1, offer(release('jammy', '1')), select('noble'), select('jammy'))]
    const jammy = held('jammy', '1')
    const { dueGone, outcome } = changeOutcome(rules, { before: none, after: none }, [
      grub,
      jammy,
      both(500, 500),
    ])
    expect(outcome.removed).toEqual([])
    expect(dueGone).toEqual(new Map([['noble amd64 20260722', 500]]))
  })
})

describe('MAAS 3.8 deletes a copy before it fetches the image from another source', () => {
  const of = offer(release('noble', '1'))
  const low = (...selections: SourceOffer['selections']) => source(1, of, ...selections)
  const high = (...selections: SourceOffer['selections']) => source(2, of, ...selections)
  const AGAIN = { download: 500, freed: 500, due: [0, 0] }
  const NOTHING = { download: 0, freed: 0, due: [0, 0] }
  const noble = select('noble')

  test.each<[string, Change, typeof AGAIN]>([
    [
      'that is selected at a source with a higher priority',
      { before: [low(noble), high()], after: [low(noble), high(noble)] },
      AGAIN,
    ],
    [
      'that is cleared at the source that MAAS uses',
      { before: [low(noble), high(noble)], after: [low(noble), high()] },
      AGAIN,
    ],
    [
      'that moves to a source with a lower priority',
      { before: [low(), high(noble)], after: [low(noble), high()] },
      AGAIN,
    ],
    [
      'whose other source gets a higher priority than the one that MAAS uses',
      {
        before: [low(noble), high(noble)],
        after: [{ ...low(noble), priority: 9 }, high(noble)],
      },
      AGAIN,
    ],
    [
      'whose source is disabled',
      { before: [low(noble), high(noble)], after: [low(noble), { ...high(noble), enabled: false }] },
      AGAIN,
    ],
    [
      'whose selection at the source that MAAS uses is created again',
      { before: [high(noble)], after: [high(noble)], isRecreated: (id) => id === 2 },
      AGAIN,
    ],
    [
      'but not one that is cleared at the other source',
      { before: [low(noble), high(noble)], after: [low(), high(noble)] },
      NOTHING,
    ],
    [
      'but not one whose selection at the other source is created again',
      { before: [low(noble), high(noble)], after: [low(noble), high(noble)], isRecreated: (id) => id === 1 },
      NOTHING,
    ],
    [
      'but not one whose only source is disabled',
      { before: [high(noble)], after: [{ ...high(noble), enabled: false }] },
      NOTHING,
    ],
    [
      'but not one whose other source is replaced',
      { before: [low(noble), high(noble)], after: [high(noble), { ...low(noble), id: 3 }] },
      NOTHING,
    ],
  ])('%s', (_, change, expected) => {
    expect(bytes('from-3.8', change, held('noble', '1'))).toEqual(expected)
    expect(bytes('to-3.7', { before: change.before, after: change.after }, held('noble', '1'))).toEqual(
      NOTHING,
    )
  })
})

test('MAAS 3.8 fetches the bootloaders of each source that supplies an image, and keeps old ones', () => {
  const other = (version: string): Offer => ({
    ...offer(release('jammy', '1')),
    bootloaders: [{ ...LOADER, version, files: [[9, `grub ${version}`]] }],
  })
  const one = source(1, offer(release('noble', '1')), select('noble'))
  const change = { before: [one], after: [one, source(2, other('2'), select('jammy'))] }
  const both = [held('noble', '1'), held('jammy', '1')] as const
  expect(bytes('from-3.8', change, ...both)).toEqual({ download: 9, freed: 0, due: [0, 0] })
  // the bootloader of the source that is read first counts
  expect(bytes('to-3.7', change, ...both)).toEqual({ download: 0, freed: 0, due: [0, 0] })
})

describe('a running import of MAAS up to 3.7 finishes its work before another round applies the change', () => {
  const half: HeldResource = {
    ...held('noble', '1'),
    sets: [{ version: '1', label: 'stable', complete: false, files: [['noble amd64 1', 500, 200]] }],
  }
  const of = offer(release('noble', '1'), release('jammy', '1'))
  const noble = [source(1, of, select('noble'))]
  const outcomeOf = (after: SourceOffer[], ...resources: HeldResource[]) => {
    const rules = { reader: 'to-3.7', fetchesReplaced: true, importing: true } as const
    const found = changeOutcome(rules, { before: noble, after }, [grub, ...resources])
    const { missing, dueMissing, gone, outcome } = found
    return {
      download: totalBytes(missing),
      due: totalBytes(dueMissing),
      freed: totalBytes(gone),
      removed: outcome.removed.map(({ name }) => name),
      brought: [...outcome.brought.keys()],
    }
  }
  const BROUGHT = ['grub-efi-signed/uefi amd64/generic', 'ubuntu/noble amd64/ga']

  test.each([
    ['without a change, the remaining downloads are due', noble, 0, 300, 0, [], BROUGHT],
    [
      'a cleared image is downloaded completely, and then removed',
      [source(1, of, select('jammy'))],
      500,
      300,
      200,
      ['ubuntu/noble'],
      ['grub-efi-signed/uefi amd64/generic', 'ubuntu/jammy amd64/ga'],
    ],
    [
      'an added image is downloaded after the rest',
      [source(1, of, select('noble'), select('jammy'))],
      500,
      300,
      0,
      [],
      ['grub-efi-signed/uefi amd64/generic', 'ubuntu/noble amd64/ga', 'ubuntu/jammy amd64/ga'],
    ],
  ])('%s', (_, after, download, due, freed, removed, brought) => {
    expect(outcomeOf(after, half)).toEqual({ download, due, freed, removed, brought })
  })
})

const STABLE = { label: 'stable', sum: 'noble amd64 2' }
/** Products with these labels and files fill the same kernel. */
const filledBy = (...products: readonly { label: string; sum: string }[]): Offer => {
  const [noble] = offer(release('noble', '2')).releases
  const [arch] = noble?.arches ?? []
  if (!noble || !arch) throw new Error('There is no release.')
  const kernels = products.map(({ label }) => ({ name: 'ga', subarch: 'ga', flavour: 'generic', label }))
  const files: typeof arch.files = products.map(({ sum }, index) => [500, [index], sum, 'kernel'])
  return offer({ ...noble, arches: [{ ...arch, kernels, files }] })
}

describe('a change that stops the running import', () => {
  const half = (here: number): HeldResource => ({
    ...held('noble', '2'),
    sets: [
      {
        version: '2',
        label: 'stable',
        complete: false,
        files: [
          ['noble amd64 2', 500, here, 'kernel'],
          ['root', 100, 100, 'root'],
        ],
      },
    ],
  })

  test.each<[string, Partial<Parameters<typeof changeOutcome>[0]>, Offer, object]>([
    [
      '3.4 deletes the complete files of a partial version',
      { fetchesReplaced: false, stopping: true },
      filledBy(STABLE),
      { freed: 350, isAbout: true, isFreedAbout: true },
    ],
    [
      '3.4 without a stop downloads the rest',
      { fetchesReplaced: false },
      filledBy(STABLE),
      { freed: 0, isAbout: false, isFreedAbout: false },
    ],
    [
      '3.5 keeps them',
      { fetchesReplaced: true, stopping: true },
      filledBy(STABLE),
      { freed: 0, isAbout: false, isFreedAbout: false },
    ],
    [
      '3.5 deletes what it has of a replaced file, and does not show how much that is',
      { fetchesReplaced: true, stopping: true },
      filledBy(STABLE, { label: 'candidate', sum: 'candidate' }),
      { freed: 250, isAbout: false, isFreedAbout: true },
    ],
  ])('up to MAAS 3.7: %s', (_, rules, of, expected) => {
    const sources = [source(1, of, select('noble'))]
    const { gone, dueGone, isAbout, isFreedAbout } = changeOutcome(
      { reader: 'to-3.7', fetchesReplaced: true, ...rules },
      { before: sources, after: sources },
      [grub, half(250)],
    )
    expect({ freed: totalBytes(gone) + totalBytes(dueGone), isAbout, isFreedAbout }).toEqual(expected)
  })
})

/** A boot resource of noble of which version 2 has so much of its kernel file. */
const partOf = (architecture: string, sum: string, here: number): HeldResource => ({
  ...held('noble', '2'),
  architecture,
  sets: [{ version: '2', label: 'stable', complete: here === 500, files: [[sum, 500, here, 'kernel']] }],
})

describe('what MAAS 3.5 to 3.7 has of a replaced file', () => {
  const replacing = filledBy(STABLE, { label: 'candidate', sum: 'candidate' })
  const last = partOf('amd64/ga', 'candidate', 500)

  test.each<[string, boolean, Offer, HeldResource]>([
    [
      'is not known if a version that no source lists has a part of it',
      true,
      replacing,
      partOf('amd64/hwe', STABLE.sum, 50),
    ],
    ['is known if such a version has all of it', false, replacing, partOf('amd64/hwe', STABLE.sum, 500)],
    ['is known if no version has it', false, replacing, partOf('amd64/hwe', 'another', 50)],
    ['matters only if it is replaced', false, filledBy(STABLE), partOf('amd64/hwe', STABLE.sum, 50)],
  ])('%s', (_, isAbout, of, other) => {
    const sources = [source(1, of, select('noble'))]
    const change = { before: sources, after: sources }
    const rules = { reader: 'to-3.7', fetchesReplaced: true } as const
    expect(changeOutcome(rules, change, [grub, last, other])).toMatchObject({
      isAbout,
      isDueAbout: isAbout,
      isFreedAbout: isAbout,
    })
  })
})

describe('of two sources that list the same product, a stale mirror and a new one, up to 3.7', () => {
  const rules = { reader: 'to-3.7', fetchesReplaced: true } as const
  const stale = source(2, offer(release('noble', '1')), select('noble'))
  const fresh = source(1, offer(release('noble', '2')), select('noble'))
  const inSnap = { ...fresh, isRewritten: true }
  /** What the next import brings, and whether that is exact. */
  const next = (...listed: SourceOffer[]) => {
    const found = changeOutcome(rules, { before: listed, after: listed }, [grub, held('noble', '1')])
    const version = found.outcome.brought.get('ubuntu/noble amd64/ga')?.version
    return [version, totalBytes(found.dueMissing), found.isAbout, found.isFreedAbout, found.isDueAbout]
  }
  const [EXACT, ABOUT] = [
    [false, false, false],
    [true, true, true],
  ]

  test.each([
    ['that is listed first decides the version', [stale, fresh], ['1', 0, ...EXACT]],
    ['that is listed last does not, whatever its id is', [fresh, stale], ['2', 500, ...EXACT]],
    [
      'is usually read first in a snap, where the place of the default source is open',
      [inSnap, stale],
      ['1', 0, ...ABOUT],
    ],
    ['is the only one of a snap', [{ ...stale, isRewritten: true }], ['1', 0, ...EXACT]],
    [
      'is in a snap, and lists the same version as the default source',
      [{ ...inSnap, offer: stale.offer }, stale],
      ['1', 0, ...EXACT],
    ],
  ])('the one %s', (_, listed, expected) => {
    expect(next(...listed)).toEqual(expected)
  })

  test('in a snap, other versions of a bootloader change only the bytes that are due anyway', () => {
    const bare = offer(release('focal', '1'))
    const mirror: Offer = {
      ...bare,
      bootloaders: [{ ...LOADER, version: '0', files: [[5, 'older grub']] }],
    }
    const both = offer(release('noble', '2'), release('jammy', '2'))
    const listed = (...wanted: SourceOffer['selections']) => [
      { ...source(1, both, ...wanted), isRewritten: true },
      source(2, mirror, select('focal')),
    ]
    const change = { before: listed(select('noble')), after: listed(select('noble'), select('jammy')) }
    const { missing, isAbout, isFreedAbout, isDueAbout } = changeOutcome(rules, change, [held('noble', '2')])
    expect([totalBytes(missing), isAbout, isFreedAbout, isDueAbout]).toEqual([500, false, false, true])
  })

  test('a change that updates the first one makes it the last one', () => {
    const change = { before: [stale, fresh], after: [fresh, stale] }
    expect(bytes('to-3.7', change, held('noble', '1'))).toEqual({ download: 500, freed: 500, due: [0, 0] })
  })
})

describe('a boot resource that a region holds twice', () => {
  const TO_37: ImportRules = { reader: 'to-3.7', fetchesReplaced: true }
  const of = offer(release('noble', '2'), release('jammy', '2'))
  const twice = [held('noble', '1'), held('noble', '2')]
  const outcomeOf = (...selections: SourceOffer['selections']) =>
    changeOutcome(
      { reader: 'to-3.7', fetchesReplaced: true },
      { before: [source(1, of, select('noble'))], after: [source(1, of, ...selections)] },
      [grub, ...twice],
    )

  test('makes the import fail before it downloads or removes anything, if it is cleared', () => {
    const { outcome, missing, gone, due } = outcomeOf(select('jammy'))
    expect(outcome.failsAt).toEqual([twice[0]])
    expect([outcome.brought.size, outcome.removed, totalBytes(missing), totalBytes(gone)]).toEqual([
      0,
      [],
      0,
      0,
    ])
    expect(due.brought.has('ubuntu/noble amd64/ga')).toBe(true)
  })

  test('is kept while it is selected, and the bytes are about right', () => {
    const { outcome, missing, gone, isAbout } = outcomeOf(select('noble'), select('jammy'))
    expect(outcome.failsAt).toBeUndefined()
    expect([totalBytes(missing), totalBytes(gone), isAbout]).toEqual([500, 0, true])
  })

  /** Half of what the next import downloads is here, on one of several region controllers. */
  const partly: HeldResource = {
    ...held('noble', '3'),
    sets: [{ version: '3', label: 'stable', complete: false, files: [['noble amd64 2', 500, 250]] }],
  }
  const [NONE, ALL, REST] = [
    { isAbout: false, isFreedAbout: false, isDueAbout: false },
    { isAbout: true, isFreedAbout: true, isDueAbout: true },
    { isAbout: false, isFreedAbout: true, isDueAbout: true },
  ]
  test.each<[string, ImportRules, HeldResource[], string[], Partial<ChangeOutcome>]>([
    ['are about right while it is selected', TO_37, twice, ['noble', 'jammy'], ALL],
    ['are exact if it is cleared: nothing is downloaded or freed', TO_37, twice, ['jammy'], NONE],
    [
      'are exact then, even if there are several region controllers',
      { ...TO_37, regionControllers: 2 },
      [held('noble', '1'), partly],
      ['jammy'],
      NONE,
    ],
    [
      'are about right while it is selected and an import runs',
      { ...TO_37, importing: true },
      twice,
      ['noble', 'jammy'],
      ALL,
    ],
    [
      'are about right for a running import, after which the next one fails',
      { ...TO_37, importing: true },
      twice,
      ['jammy'],
      REST,
    ],
  ])('bytes %s', (_, rules, resources, selected, expected) => {
    const change = {
      before: [source(1, of, select('noble'))],
      after: [source(1, of, ...selected.map((name) => select(name)))],
    }
    const found = changeOutcome(rules, change, [grub, ...resources])
    expect(found).toMatchObject({ ...expected, isStartUnknown: false })
    const fails = !selected.includes('noble')
    expect(found.outcome.failsAt !== undefined).toBe(fails)
    expect([totalBytes(found.missing), totalBytes(found.gone)]).toEqual([fails ? 0 : 500, 0])
  })

  test('makes an import fail that has deleted a replaced file already', () => {
    const replaced: HeldResource = {
      ...held('noble', '2'),
      sets: [{ version: '2', label: 'stable', complete: false, files: [['former', 500, 250, 'kernel']] }],
    }
    const sources = [source(1, filledBy(STABLE), select('noble'))]
    const both = [held('jammy', '1'), held('jammy', '2')]
    const change = { before: sources, after: sources }
    const { outcome, missing, dueMissing, dueGone, isAbout } = changeOutcome(TO_37, change, [
      grub,
      replaced,
      ...both,
    ])
    expect(outcome.failsAt).toEqual([both[0]])
    expect([totalBytes(missing), totalBytes(dueMissing), totalBytes(dueGone), isAbout]).toEqual([
      0,
      0,
      250,
      false,
    ])
  })

  test('is not removed by a running import, whatever that began with', () => {
    const rules = { ...TO_37, importing: true }
    const jammy = [source(1, of, select('jammy'))]
    const after = [source(1, of, select('jammy', ['amd64', 'arm64']))]
    const { outcome } = changeOutcome(rules, { before: jammy, after }, [grub, ...twice])
    expect([outcome.removed, outcome.failsAt]).toEqual([[], [twice[0]]])
  })
})
