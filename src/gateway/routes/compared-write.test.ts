import { describe, expect, test, vi } from 'vitest'
import type { BootSource, Selection } from '#contract/maas.ts'
import type { ThereNow } from '#contract/there-now.ts'
import {
  areSelectionsAsExpected,
  areSourcesAsExpected,
  comparedWrite,
  isSelectionAsExpected,
  isSourceAsExpected,
} from './compared-write.ts'
import { Refusal } from '#gateway/refusal.ts'

const SOURCE: BootSource = {
  id: 1,
  url: 'http://images.example.com/',
  keyring_filename: '',
  keyring_data: 'mQENBA==',
  created: '2026-11-23T00:04:25.301',
  updated: '2026-11-23T00:04:51.604',
}
const RANKED = { ...SOURCE, name: 'Mirror', priority: 7, enabled: true, skip_keyring_verification: false }
const NOBLE: Selection = {
  id: 4,
  boot_source_id: 1,
  os: 'ubuntu',
  release: 'noble',
  arches: ['amd64'],
  subarches: ['*'],
  labels: ['*'],
}
const JAMMY = { ...NOBLE, id: 5, release: 'jammy' }

describe('a source is as expected', () => {
  test.each<[rule: string, there: BootSource, expected: Partial<BootSource>, is: boolean]>([
    ['with the same content', SOURCE, {}, true],
    ['with another time of the last change', SOURCE, { updated: '2026-11-24T00:00:00' }, true],
    ['with other line breaks in its keyring data', SOURCE, { keyring_data: 'mQEN\nBA==\n' }, true],
    ['with a name that the page has not read', RANKED, { name: undefined }, true],
    ['not with another address', SOURCE, { url: 'http://images.example.com' }, false],
    ['not with another keyring file', SOURCE, { keyring_filename: '/etc/k.gpg' }, false],
    ['not with other keyring data', SOURCE, { keyring_data: 'mQENBQ==' }, false],
    ['not with another name', RANKED, { name: 'Other' }, false],
    ['not with another priority', RANKED, { priority: 8 }, false],
    ['not when it was enabled meanwhile', RANKED, { enabled: false }, false],
    ['not when its signature is verified again', RANKED, { skip_keyring_verification: true }, false],
  ])('%s', (_, there, expected, is) => {
    const { name, priority, enabled, skip_keyring_verification, ...content } = { ...there, ...expected }
    expect(
      isSourceAsExpected(there, { ...content, name, priority, enabled, skip_keyring_verification }),
    ).toBe(is)
  })
})

test.each<[rule: string, there: BootSource[], is: boolean]>([
  ['the same sources, in any order', [{ ...SOURCE, id: 2, url: 'http://b.example.com/' }, SOURCE], true],
  ['one more', [SOURCE, { ...SOURCE, id: 2, url: 'http://b.example.com/' }, { ...SOURCE, id: 3 }], false],
  ['one fewer', [SOURCE], false],
  ['one with another address', [SOURCE, { ...SOURCE, id: 2 }], false],
  ['one created again', [SOURCE, { ...SOURCE, id: 3, url: 'http://b.example.com/' }], false],
])('a new source is compared with all existing sources: %s', (_, there, is) => {
  const expected = [
    { id: 1, url: SOURCE.url },
    { id: 2, url: 'http://b.example.com/' },
  ]
  expect(areSourcesAsExpected(there, expected)).toBe(is)
})

test.each<[rule: string, there: Selection[], is: boolean]>([
  ['the same selections, in any order', [JAMMY, NOBLE], true],
  ['one more', [NOBLE, JAMMY, { ...NOBLE, id: 6, release: 'focal' }], false],
  ['one fewer', [NOBLE], false],
  ['one with another architecture', [NOBLE, { ...JAMMY, arches: ['*'] }], false],
  ['one of another release', [NOBLE, { ...JAMMY, release: 'focal' }], false],
])('the selections of a source are compared with the expected ones: %s', async (_, there, is) => {
  expect(await areSelectionsAsExpected(there, [NOBLE, JAMMY], async () => false)).toBe(is)
})

test('selections differ when one of them was not expected, even if another one was listed twice', async () => {
  expect(await areSelectionsAsExpected([NOBLE, JAMMY], [NOBLE, NOBLE], async () => false)).toBe(false)
})

test('the version of MAAS is read only when it matters', async () => {
  const emptyIsAll = vi.fn<() => Promise<boolean>>(async () => true)
  expect(await isSelectionAsExpected(NOBLE, NOBLE, emptyIsAll)).toBe(true)
  expect(await isSelectionAsExpected(NOBLE, { ...NOBLE, arches: ['*'] }, emptyIsAll)).toBe(false)
  expect(emptyIsAll).not.toHaveBeenCalled()
  expect(await isSelectionAsExpected(NOBLE, { ...NOBLE, subarches: [] }, emptyIsAll)).toBe(true)
  expect(emptyIsAll).toHaveBeenCalledOnce()
})

describe('a compared write', () => {
  const stateOf = (): ThereNow => ({ what: 'selection', selection: null })
  /** A comparison whose reads return these values in turn. */
  const comparing = (...there: (boolean | Error)[]) => ({
    read: vi.fn<() => Promise<boolean>>(async () => {
      const next = there.shift()
      if (next instanceof Error) throw next
      return next === true
    }),
    isExpected: (is: boolean) => is,
    stateOf,
  })
  const refusal = (status: number) => new Refusal(status, 'bad-request', 'No.')

  test('is done when MAAS has what was expected', async () => {
    expect(await comparedWrite(comparing(true), async () => 'done')).toBe('done')
  })

  test('is not done when MAAS has something else', async () => {
    const write = vi.fn<() => Promise<void>>()
    await expect(comparedWrite(comparing(false), write)).rejects.toMatchObject({
      code: 'changed',
      status: 409,
      now: { what: 'selection', selection: null },
    })
    expect(write).not.toHaveBeenCalled()
  })

  test.each([400, 404, 409])(
    'that MAAS refuses with %s is reported as changed if the state has changed by then',
    async (status) => {
      const refused = () => Promise.reject(refusal(status))
      await expect(comparedWrite(comparing(true, false), refused)).rejects.toMatchObject({ code: 'changed' })
      await expect(comparedWrite(comparing(true, true), refused)).rejects.toMatchObject({ status })
    },
  )

  test.each([403, 413, 502, 504])(
    'that MAAS refuses with %s is reported unchanged, without another read',
    async (status) => {
      const comparison = comparing(true, false)
      await expect(comparedWrite(comparison, () => Promise.reject(refusal(status)))).rejects.toMatchObject({
        status,
      })
      expect(comparison.read).toHaveBeenCalledOnce()
    },
  )

  test('that MAAS refuses is reported as refused when the state cannot be read again', async () => {
    const comparison = comparing(true, new Error('The region is gone.'))
    await expect(comparedWrite(comparison, () => Promise.reject(refusal(400)))).rejects.toMatchObject({
      status: 400,
    })
  })
})
