import { describe, expect, test } from 'vitest'
import { addressInMaas, notesOn, readAddress } from './address.ts'

const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
const CANDIDATE = 'http://images.maas.io/ephemeral-v3/candidate/'

const urlOf = (text: string) => {
  const verdict = readAddress(text)
  return verdict.ok ? verdict.address.url : verdict.message
}

describe('the typed address becomes the address that MAAS receives', () => {
  test.each([
    ['maas.io', STABLE],
    [' https://maas.io/ ', STABLE],
    ['images.maas.io', STABLE],
    ['Stable', STABLE],
    ['candidate', CANDIDATE],
    ['images.maas.io/ephemeral-v3/candidate', CANDIDATE],
    ['http://images.maas.io/ephemeral-v3/stable', STABLE],
    ['https://images.maas.io/ephemeral-v3/stable/', STABLE.replace('http:', 'https:')],
    ['http://mirror.example.com/maas/', 'http://mirror.example.com/maas/'],
    ['http://mirror.example.com/maas', 'http://mirror.example.com/maas'],
    ['http://mirror.example.com', 'http://mirror.example.com/'],
    ['http://mirror.example.com//maas//images//', 'http://mirror.example.com/maas/images/'],
    ['mirror.example.com/maas/', 'http://mirror.example.com/maas/'],
    ['mirror.example.com:8080/maas/', 'http://mirror.example.com:8080/maas/'],
    ['HTTPS://Mirror.Example.COM/maas/', 'https://mirror.example.com/maas/'],
    ['http://10.0.0.5/maas/', 'http://10.0.0.5/maas/'],
    ['http://[fd00::5]:8000/maas/', 'http://[fd00::5]:8000/maas/'],
    [
      'http://mirror.example.com/s/streams/v1/index.sjson',
      'http://mirror.example.com/s/streams/v1/index.sjson',
    ],
    [
      'http://mirror.example.com/s/streams/v1/index.json',
      'http://mirror.example.com/s/streams/v1/index.json',
    ],
    ['http://bücher.example.com/', 'http://xn--bcher-kva.example.com/'],
  ])('%s -> %s', (typed, url) => {
    expect(urlOf(typed)).toBe(url)
  })
})

describe('an address that MAAS cannot use is refused, with a suggestion', () => {
  test.each([
    ['', 'Enter the address', null],
    ['http://mirror.example.com/my images/', 'no spaces', 'http://mirror.example.com/myimages/'],
    ['ftp://mirror.example.com/', 'not over ftp', null],
    ['file:///srv/mirror', 'not over file', null],
    ['javascript:alert(1)', 'not over javascript', null],
    ['/srv/mirror', 'a path, not an address', null],
    ['http://', 'not an address', null],
    ['constructor', 'without a dot', null],
    ['http://mirror/', 'without a dot', null],
    ['http://my_mirror.example.com/', 'underscore', null],
    ['http://mirror.example.com:8/', 'one digit', null],
    ['http://user:secret@mirror.example.com/m/', 'no user name', 'http://mirror.example.com/m/'],
    ['http://mirror.example.com/m/?a=1', 'cannot contain ?', 'http://mirror.example.com/m/'],
    ['http://mirror.example.com/m/#a', 'cannot contain ? or #', 'http://mirror.example.com/m/'],
    ['http://mirror.example.com/m/streams/v1/', 'contain it twice', 'http://mirror.example.com/m/'],
    ['http://mirror.example.com/m/streams', 'contain it twice', 'http://mirror.example.com/m/'],
    [
      'http://mirror.example.com/m/streams/v1/index.sjson/',
      'cannot have a slash',
      'http://mirror.example.com/m/streams/v1/index.sjson',
    ],
    [
      'http://mirror.example.com/m/streams/v1/com.ubuntu.maas:stable:v3:download.sjson',
      'products file',
      'http://mirror.example.com/m/',
    ],
    [`http://mirror.example.com/${'m'.repeat(200)}`, 'at most 200', null],
  ])('%s', (typed, message, suggestion) => {
    expect(readAddress(typed)).toEqual({ ok: false, message: expect.stringContaining(message), suggestion })
  })

  test('and the suggested address is accepted', () => {
    const refused = readAddress('http://u:p@mirror.example.com/m/')
    if (refused.ok || refused.suggestion === null) throw new Error('It suggests nothing.')
    expect(readAddress(refused.suggestion).ok).toBe(true)
  })
})

describe('notes explain what MAAS does with an address', () => {
  test.each([
    ['http://mirror.example.com/m/streams/v1/index.json', 'verifies nothing'],
    ['http://mirror.example.com/m/streams/v1/index.sjson', 'shorter address http://mirror.example.com/m/ '],
    ['mirror.example.com/m/', 'added in front'],
    ['http://mirror.example.com/m', 'as two sources'],
    ['http://images.maas.io/ephemeral-v3/daily/', 'old name of the stable stream'],
    ['http://images.maas.io/ephemeral-v2/releases/', 'version 2'],
    ['http://bücher.example.com/', 'non-ASCII letters'],
  ])('%s: %s', (typed, note) => {
    const verdict = readAddress(typed)
    expect(verdict.ok && verdict.address.notes.join(' ')).toContain(note)
  })

  test.each([
    ['3.7.2', 1],
    ['3.8.0', 0],
  ])('MAAS %s: whether there is a note on the slash at the end', (version, count) => {
    expect(notesOn('http://mirror.example.com/m', version)).toHaveLength(count)
    expect(notesOn('http://mirror.example.com/m/streams/v1/index.json', version)).toHaveLength(1)
  })

  test('an ordinary address has no note', () => {
    const verdict = readAddress(STABLE)
    expect(verdict.ok && verdict.address.notes).toEqual([])
  })
})

describe('the address of a saved source is used as MAAS uses it', () => {
  test.each([
    ['http://a.example.com/m', 'http://a.example.com/m/', 'streams/v1/index.sjson', true],
    ['http://a.example.com/m//', 'http://a.example.com/m/', 'streams/v1/index.sjson', true],
    [
      'http://a.example.com/m/streams/v1/index.sjson',
      'http://a.example.com/m/',
      'streams/v1/index.sjson',
      true,
    ],
    [
      'http://a.example.com/m/streams/v1/index.json',
      'http://a.example.com/m/',
      'streams/v1/index.json',
      false,
    ],
    [
      'http://a.example.com/m/streams/v1/mine.sjson',
      'http://a.example.com/m/',
      'streams/v1/mine.sjson',
      true,
    ],
    // as MAAS would: with a path that occurs twice
    [
      'http://a.example.com/m/streams/v1/',
      'http://a.example.com/m/streams/v1/',
      'streams/v1/index.sjson',
      true,
    ],
    ['http://a_b/m/', 'http://a_b/m/', 'streams/v1/index.sjson', true],
  ])('%s', (url, root, index, signed) => {
    expect(addressInMaas(url)).toMatchObject({ url, root, index, signed })
  })

  test.each([
    [STABLE, 'stable'],
    ['https://images.maas.io/ephemeral-v3/candidate', 'candidate'],
    ['http://images.maas.io/ephemeral-v3/stable/streams/v1/index.json', 'stable'],
    ['http://images.maas.io.example.com/ephemeral-v3/stable/', null],
  ])('%s is maas.io %s', (url, maasIo) => {
    expect(addressInMaas(url)?.maasIo).toBe(maasIo)
  })

  test.each(['ftp://a.example.com/', 'file:///etc/passwd', '', 'a'])('%s is not a source', (url) => {
    expect(addressInMaas(url)).toBeNull()
  })
})
