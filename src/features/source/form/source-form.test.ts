import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SourceSpec } from '#api/sources.ts'
import {
  DEFAULT_KEYRING,
  EMPTY_FORM,
  hasAdvanced,
  prefill,
  readSourceForm,
  sameSource,
  SNAP_KEYRING,
  type SourceForm,
} from './source-form.ts'

const MAAS_IO = 'http://images.maas.io/ephemeral-v3'
const file = { keyring_filename: DEFAULT_KEYRING, keyring_data: '' }
const form = (part: Partial<SourceForm>): SourceForm => ({ ...EMPTY_FORM, ...part })
const specOf = (typed: SourceForm, unverified = false) => {
  const read = readSourceForm(typed, unverified)
  return 'errors' in read ? read.errors : read.spec
}

describe('The form is prefilled from a source and gives the same source again:', () => {
  test.each<[string, SourceSpec, Partial<SourceForm>]>([
    ['stable', { url: `${MAAS_IO}/stable/`, ...file }, { kind: 'maas.io', stream: 'stable', url: '' }],
    [
      'candidate with the snap’s keyring',
      { url: `${MAAS_IO}/candidate/`, keyring_filename: SNAP_KEYRING, keyring_data: '' },
      { kind: 'maas.io', stream: 'candidate', filename: SNAP_KEYRING },
    ],
    [
      'stable over https',
      { url: 'https://images.maas.io/ephemeral-v3/stable/', ...file },
      { kind: 'custom', url: 'https://images.maas.io/ephemeral-v3/stable/' },
    ],
    [
      'a mirror',
      { url: 'http://mirror.example.com/maas/', ...file },
      { kind: 'custom', url: 'http://mirror.example.com/maas/' },
    ],
    [
      'a mirror without a slash',
      { url: 'http://mirror.example.com/maas', ...file },
      { kind: 'custom', url: 'http://mirror.example.com/maas' },
    ],
    [
      'a mirror by the file of its index',
      { url: 'http://mirror.example.com/maas/streams/v1/index.sjson', ...file },
      { kind: 'custom' },
    ],
    [
      'a mirror with keyring data',
      { url: 'http://10.0.0.5:8080/maas/', keyring_filename: '', keyring_data: 'mQENBA==' },
      { kind: 'custom', filename: '', data: 'mQENBA==' },
    ],
    [
      'stable with keyring data in lines',
      { url: `${MAAS_IO}/stable/`, keyring_filename: '', keyring_data: 'mQEN\nBA==' },
      { kind: 'maas.io', filename: '', data: 'mQEN\nBA==' },
    ],
  ])('%s', (_, spec, filled) => {
    expect(prefill(spec)).toMatchObject(filled)
    expect(specOf(prefill(spec))).toEqual(spec)
  })

  test('maas.io is recognized without a slash, as MAAS 3.8 stores it', () => {
    for (const stream of ['stable', 'candidate'] as const) {
      const filled = prefill({ url: `${MAAS_IO}/${stream}`, ...file })
      expect(filled).toMatchObject({ kind: 'maas.io', stream })
      expect(specOf(filled)).toEqual({ url: `${MAAS_IO}/${stream}/`, ...file })
    }
  })

  test('MAAS 3.8 accepts a source without a keyring if it skips verification', () => {
    const spec = { url: 'http://mirror.example.com/maas', keyring_filename: '', keyring_data: '' }
    expect(specOf(prefill(spec), true)).toEqual(spec)
    expect(specOf(prefill(spec))).toEqual({ keyring_filename: expect.stringContaining('needs a keyring') })
  })
})

test('a new source begins with Ubuntu’s keyring and without an address', () => {
  expect(specOf(EMPTY_FORM)).toEqual({ url: `${MAAS_IO}/stable/`, ...file })
  expect(specOf(form({ kind: 'custom' }))).toEqual({ url: expect.stringContaining('Enter the address') })
})

test('a typed address is kept while maas.io is chosen, but not used', () => {
  const typed = form({ kind: 'maas.io', stream: 'candidate', url: 'nonsense' })
  expect(specOf(typed)).toEqual({ url: `${MAAS_IO}/candidate/`, ...file })
})

test('spaces around an address, short names and a missing scheme are accepted', () => {
  expect(
    specOf(form({ kind: 'custom', url: ' mirror.example.com/maas/ ', filename: ` ${DEFAULT_KEYRING} ` })),
  ).toEqual({ url: 'http://mirror.example.com/maas/', ...file })
  expect(specOf(form({ kind: 'custom', url: 'candidate', filename: '', data: '\n mQENBA==\n' }))).toEqual({
    url: `${MAAS_IO}/candidate/`,
    keyring_filename: '',
    keyring_data: 'mQENBA==',
  })
})

describe('Errors are reported at their field:', () => {
  const custom = { kind: 'custom', url: 'http://mirror.example.com/maas/' } as const
  test.each<[string, Partial<SourceForm>, object]>([
    [
      'both keyrings',
      { ...custom, data: 'mQENBA==' },
      { keyring_data: 'Cannot set both keyring path and keyring contents.' },
    ],
    [
      'both keyrings, also at maas.io',
      { data: 'mQENBA==' },
      { keyring_data: 'Cannot set both keyring path and keyring contents.' },
    ],
    [
      'no keyring',
      { ...custom, filename: ' ', data: ' \n' },
      {
        keyring_filename:
          'MAAS needs a keyring: enter a filename or keyring data. For maas.io and its mirrors, choose Use Ubuntu’s keyring.',
      },
    ],
    [
      'a keyring file without a path',
      { ...custom, filename: 'ubuntu-cloudimage-keyring.gpg' },
      { keyring_filename: 'Enter the full path of the file, starting with /.' },
    ],
    ['no address', { ...custom, url: ' ' }, { url: 'Enter the address of a SimpleStreams source.' }],
    [
      'something other than an address',
      { ...custom, url: 'http://' },
      { url: expect.stringContaining('not an address') },
    ],
    [
      'a host without a dot',
      { ...custom, url: 'http://mirror/' },
      { url: expect.stringContaining('without a dot') },
    ],
  ])('%s', (_, part, errors) => {
    expect(readSourceForm(form(part))).toEqual({ errors })
  })

  test('a better address is suggested if there is one', () => {
    expect(
      readSourceForm(form({ kind: 'custom', url: 'http://mirror.example.com/maas/streams/v1/' })),
    ).toEqual({
      errors: { url: expect.stringContaining('contain it twice') },
      suggestion: 'http://mirror.example.com/maas/',
    })
  })

  test('two keyrings are refused even if MAAS needs none', () => {
    expect(specOf(form({ ...custom, data: 'mQENBA==' }), true)).toHaveProperty('keyring_data')
  })
})

test.each<[boolean, string, Partial<SourceForm>]>([
  [false, 'the package’s keyring', {}],
  [false, 'the snap’s keyring', { filename: SNAP_KEYRING }],
  [true, 'another keyring', { filename: '/etc/keyring.gpg' }],
  [true, 'keyring data', { filename: '', data: 'mQENBA==' }],
  [true, 'no keyring', { filename: '' }],
])('advanced options open (%s) for %s', (shown, _, part) => {
  expect(hasAdvanced(form(part))).toBe(shown)
})

test.each([
  [true, `${MAAS_IO}/stable/`, `${MAAS_IO}/stable`],
  [true, 'http://m.example.com/a/', 'http://m.example.com/a/streams/v1/index.sjson'],
  [false, 'http://m.example.com/a/', 'http://m.example.com/a/streams/v1/index.json'],
  [false, 'http://m.example.com/a/', 'http://m.example.com/b/'],
  [false, 'http://m.example.com/a/', 'https://m.example.com/a/'],
  [false, 'nonsense', 'nonsense'],
])('the same source to a person (%s): %s and %s', (same, one, other) => {
  expect(sameSource(one, other)).toBe(same)
  expect(sameSource(other, one)).toBe(same)
})

test('any input gives a source with one keyring, or a sentence that refuses it', () => {
  const text = fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom('', '/k.gpg', 'stable', 'mQENBA=='))
  const typed = fc.record({
    kind: fc.constantFrom('maas.io' as const, 'custom' as const),
    stream: fc.constantFrom('stable' as const, 'candidate' as const),
    url: text,
    filename: text,
    data: text,
  })
  fc.assert(
    fc.property(typed, (any) => {
      const read = readSourceForm(any)
      if ('errors' in read) {
        const messages = Object.values(read.errors)
        return messages.length === 1 && messages.every((text) => /^[A-Z].+\./s.test(text))
      }
      const { url, keyring_filename, keyring_data } = read.spec
      return /^https?:\/\//.test(url) && (keyring_filename === '') !== (keyring_data === '')
    }),
  )
})
