import { describe, expect, test } from 'vitest'
import { placeRead } from './placed.ts'
import type { Listed } from './listed.ts'
import type { HeldResource } from '#selections/source-offer.ts'

const GA = { name: 'ubuntu/noble', architecture: 'amd64/ga' }
const HWE = { name: 'ubuntu/noble', architecture: 'amd64/hwe' }

/** What is read: files as `name=sum`, of 100 bytes each. */
const read = (version: string, ...files: string[]): Listed => ({
  ...GA,
  version,
  files: files.map((text) => {
    const [name = '', sum = ''] = text.split('=')
    return { name, sum, bytes: 100 }
  }),
})
const held = (sets: Record<string, string[]>, of = GA, here = 100): HeldResource => ({
  ...of,
  synced: true,
  sets: Object.entries(sets).map(([version, files]) => ({
    version,
    label: 'stable',
    complete: here === 100,
    files: files.map((text) => {
      const [name = '', sum = ''] = text.split('=')
      return [sum, 100, here, name] as const
    }),
  })),
})

function placed(list: Listed[], before: HeldResource[] = [], fetchesReplaced = true) {
  const { brought, scheduled, lost } = placeRead(list, before, { fetchesReplaced, keepsLoaders: false })
  const one = brought.get('ubuntu/noble amd64/ga')
  return {
    version: one?.version,
    files: [...(one?.files.keys() ?? [])],
    also: one?.others?.flatMap(({ files }) => [...files.keys()]) ?? [],
    scheduled: [...scheduled.keys()],
    lost: [...lost],
  }
}

describe('one version', () => {
  test('is downloaded', () => {
    expect(placed([read('1', 'kernel=a')])).toEqual({
      version: '1',
      files: ['a'],
      also: [],
      scheduled: ['a'],
      lost: [],
    })
  })

  test('that the region has is not downloaded', () => {
    expect(placed([read('1', 'kernel=a')], [held({ 1: ['kernel=a'] })]).scheduled).toEqual([])
  })

  test('of two sources with the same files is downloaded once', () => {
    expect(placed([read('1', 'kernel=a'), read('1', 'kernel=a')])).toMatchObject({ files: ['a'], also: [] })
  })

  test('has the files of both where their names differ', () => {
    const list = [read('1', 'kernel=a', 'root=r'), read('1', 'other=b', 'root=r')]
    expect(placed(list).files).toEqual(['a', 'r', 'b'])
  })
})

describe('one version of two sources with different files of the same name', () => {
  const twice = [read('1', 'kernel=a', 'root=r'), read('1', 'kernel=b', 'root=r')]

  test('has the later file, and both are downloaded', () => {
    expect(placed(twice)).toEqual({
      version: '1',
      files: ['b', 'r'],
      also: ['a'],
      scheduled: ['a', 'r', 'b'],
      lost: [],
    })
  })

  test('of which MAAS 3.4 downloads only the later one', () => {
    expect(placed(twice, [], false)).toMatchObject({ files: ['b', 'r'], also: [], scheduled: ['r', 'b'] })
  })

  test('of which the next import deletes the one that is kept, and downloads both again', () => {
    const here = [held({ 1: ['kernel=b', 'root=r'] })]
    expect(placed(twice, here)).toMatchObject({ files: ['b', 'r'], scheduled: ['a', 'b'], lost: ['b'] })
  })

  test('of which the one of the first source is deleted, and not downloaded again', () => {
    const here = [held({ 1: ['kernel=a', 'root=r'] })]
    expect(placed(twice, here)).toMatchObject({ files: ['b', 'r'], scheduled: ['b'], lost: ['a'] })
  })

  test('of which one that another boot resource uses stays on the disk', () => {
    const here = [held({ 1: ['kernel=a', 'root=r'] }), held({ 1: ['kernel=a'] }, HWE)]
    expect(placed(twice, here).lost).toEqual([])
  })

  test('of which a partial one that is replaced is lost', () => {
    const here = [held({ 1: ['kernel=a'] }, GA, 30)]
    expect(placed([read('1', 'kernel=b')], here)).toMatchObject({ scheduled: ['b'], lost: ['a'] })
  })
})

describe('of several versions', () => {
  test.each<[string, Listed[], HeldResource[], string, string[]]>([
    ['the one that is read last is kept', [read('1', 'k=a'), read('2', 'k=b')], [], '2', ['a']],
    // its set is created after that of the version that the region has
    [
      'the one that the region does not have yet is kept',
      [read('1', 'k=a'), read('2', 'k=b')],
      [held({ 2: ['k=b'] })],
      '1',
      [],
    ],
    [
      'the one whose set was created later is kept',
      [read('1', 'k=a')],
      [held({ 1: ['k=a'], 2: ['k=b'] })],
      '2',
      [],
    ],
    ['a partial one is deleted', [read('1', 'k=a')], [held({ 2: ['k=b'] }, GA, 30)], '1', []],
  ])('%s', (_, list, before, version, also) => {
    expect(placed(list, before)).toMatchObject({ version, also })
  })
})

test.each<[string, string, boolean, string]>([
  ['3.4, where it is complete then, in place of the listed one', '2', false, '2'],
  ['3.4, in place of no listed one that is created later', '0', false, '1'],
  ['3.5, where it stays partial', '2', true, '1'],
])(
  'a partial version that no product lists any more, whose file arrives for another kernel: MAAS %s',
  (_, old, fetchesReplaced, version) => {
    const sets = old === '2' ? { 1: ['kernel=a'], 2: ['root=r'] } : { 0: ['root=r'] }
    const half = held({ [old]: ['root=r'] }, GA, 30).sets
    const whole = held(sets).sets.filter((set) => set.version !== old)
    const list = [read('1', 'kernel=a'), { ...read('2', 'root=r'), ...HWE }]
    const here = [{ ...held({}), sets: [...whole, ...half] }]
    expect(placed(list, here, fetchesReplaced).version).toBe(version)
  },
)

describe('an old partial file that no product lists any more', () => {
  const GRUB = { name: 'grub-efi-signed/uefi', architecture: 'amd64/generic' }
  const outcome = (list: Listed[], of: typeof GA, keepsLoaders: boolean) => {
    const half = held({ 1: ['kernel=a', 'initrd=i'] }, of, 50)
    const listed = list.map((one) => ({ ...one, ...of }))
    const { brought, dropped } = placeRead(listed, [half], { fetchesReplaced: true, keepsLoaders })
    return { brought: [...brought.values()].map(({ version }) => version), dropped: dropped.size > 0 }
  }

  test.each<[string, Listed[], typeof GA, boolean, string[], boolean]>([
    ['keeps its set incomplete, so the set is deleted', [read('1', 'kernel=a')], GA, false, [], true],
    ['so it is from 3.8 on', [read('1', 'kernel=a')], GA, true, [], true],
    ['does not matter where another version arrives', [read('2', 'kernel=a')], GA, false, ['2'], false],
    [
      'arrives where another product lists it',
      [read('1', 'kernel=a'), read('1', 'initrd=i')],
      GA,
      false,
      ['1'],
      false,
    ],
    ['of a bootloader drops the set up to 3.7', [read('1', 'kernel=a')], GRUB, false, [], true],
    ['of a bootloader does not from 3.8 on', [read('1', 'kernel=a')], GRUB, true, ['1'], false],
  ])('%s', (_, list, of, keepsLoaders, brought, dropped) => {
    expect(outcome(list, of, keepsLoaders)).toEqual({ brought, dropped })
  })
})
