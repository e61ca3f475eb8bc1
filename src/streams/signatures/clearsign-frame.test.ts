import { describe, expect, test } from 'vitest'
import { frameOf } from './clearsign-frame.ts'

const SIGNATURE = '-----BEGIN PGP SIGNATURE-----\n\nAAAA\n=Je8i\n-----END PGP SIGNATURE-----\n'
const FILE = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{\n "a": 1\n}\n${SIGNATURE}`
const CLEAN = {
  begun: true,
  markBefore: false,
  textBefore: false,
  textAfter: false,
  severalParts: false,
  tooManyBlocks: false,
  hashes: ['SHA512'],
}

describe('the signed part of a file', () => {
  test('is the text between its headers and its signature, without the last line end', () => {
    expect(frameOf(FILE)).toMatchObject({ ...CLEAN, signed: { text: '{\n "a": 1\n}' } })
  })

  test.each([
    ['blanks at line ends', FILE.replaceAll('\n', ' \t\n')],
    ['line ends of Windows', FILE.replaceAll('\n', '\r\n')],
    ['dashes that protect lines', FILE.replace(' "a"', '-  "a"').replace('\n}', '\n- }')],
  ])('does not change with %s', (_, file) => {
    expect(frameOf(file)).toMatchObject({ ...CLEAN, signed: { text: '{\n "a": 1\n}' } })
  })

  test('loses its dashes and blanks in long texts, too', () => {
    const plain = '-----\n- a dash\n\n \u{1f511} ä\n'
    const guarded = '- -----\n- - a dash \t\n\r\n \u{1f511} ä\n'
    const times = 100_000
    const file = `-----BEGIN PGP SIGNED MESSAGE-----\n\n${guarded.repeat(times)}\n${SIGNATURE}`
    expect(frameOf(file).signed?.text === plain.repeat(times)).toBe(true)
  })

  test.each([
    ['nothing', '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n', ''],
    ['empty lines', '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n\n \n\n', '\n\n'],
    ['a dash alone', '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n- \n-\n', '\n-'],
    [
      'ä and 🔑 and a mark \uFEFF',
      '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nä🔑\uFEFF\n',
      'ä🔑\uFEFF',
    ],
  ])('may be %s', (_, head, text) => {
    expect(frameOf(head + SIGNATURE).signed?.text).toBe(text)
  })

  test.each([
    ['a byte order mark', `\uFEFF${FILE}`, { markBefore: true }],
    ['text before it', `hello\n${FILE}`, { textBefore: true }],
    ['an empty line before it', `\n${FILE}`, { textBefore: true }],
    ['text after it', `${FILE}hello\n`, { textAfter: true }],
    ['blank lines after it', `${FILE}\n \n`, {}],
    ['a second one', FILE + FILE, { severalParts: true, textAfter: true }],
    [
      'more blocks of signatures than are read',
      FILE + SIGNATURE.repeat(8),
      { tooManyBlocks: true, textAfter: true },
    ],
    ['no Hash header', FILE.replace(/Hash: .*\n/, ''), { hashes: [] }],
    [
      'several Hash headers',
      FILE.replace(/(Hash: .*)/, '$1, SHA1\nHash: SHA256,'),
      { hashes: ['SHA512', 'SHA1', 'SHA256'] },
    ],
    ['a last line that is cut off', FILE.slice(0, -12), {}],
    ['no last line', FILE.slice(0, -28), {}],
  ])('is found despite %s, which is reported', (_, file, around) => {
    expect(frameOf(file)).toMatchObject({ ...CLEAN, ...around, signed: { text: '{\n "a": 1\n}' } })
  })

  test('is signed by every signature block that follows', () => {
    const second = SIGNATURE.replace('AAAA', 'BBBB')
    const { signed, textAfter } = frameOf(`${FILE}${second}between\n${SIGNATURE}`)
    expect(signed?.blocks.map((block) => /[AB]{4}/.exec(block)?.[0])).toEqual(['AAAA', 'BBBB', 'AAAA'])
    expect(textAfter).toBe(true)
  })

  test.each([
    ['JSON', '{}', false],
    ['nothing', '', false],
    ['a signature alone', SIGNATURE, false],
    ['a header line in the middle of another', `x${FILE}`, true],
    ['a header line with more behind it', FILE.replace('MESSAGE-----', 'MESSAGE-----x'), true],
    ['another header than Hash', FILE.replace('Hash: SHA512', 'Hash: SHA512\nComment: x'), true],
    ['headers without an end', FILE.replace('Hash: SHA512\n', 'Hash: SHA512\n'.repeat(20)), true],
    ['the header line alone', '-----BEGIN PGP SIGNED MESSAGE-----', true],
    ['no signature', FILE.replace(SIGNATURE, ''), true],
    [
      'a signature that does not start on its own line',
      FILE.replace('\n-----BEGIN PGP SIGNATURE', ' -----BEGIN PGP SIGNATURE'),
      true,
    ],
    ['a signature that is too long', FILE.replace('AAAA', 'AAAA\n'.repeat(30_000)), true],
  ])('is not found in %s', (_, file, begun) => {
    expect(frameOf(file)).toMatchObject({ signed: null, begun })
  })
})
