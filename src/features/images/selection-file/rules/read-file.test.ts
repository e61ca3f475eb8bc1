import { expect, test } from 'vitest'
import { aFile, bytesOf } from '#testing/selection-files.ts'
import { LARGEST_SELECTION_FILE } from '#contract/selection-file.ts'
import { readSelectionFile } from './read-file.ts'

const problems = (content: string | Uint8Array) => {
  const read = readSelectionFile(typeof content === 'string' ? bytesOf(content) : content)
  return 'problems' in read ? read.problems.map(({ line, text }) => `${line ?? '-'}: ${text}`) : 'read'
}
const json = JSON.stringify(aFile(), null, 2)
/** The file with one of its lines replaced. */
const edited = (from: string, to: string) => {
  expect(json).toContain(from)
  return json.replace(from, to)
}

test('a file is read as it is', () => {
  expect(readSelectionFile(bytesOf(json))).toEqual({ file: aFile() })
})

test.each([
  ['a byte order mark', `\ufeff${json}`],
  ['Windows line ends', json.replaceAll('\n', '\r\n')],
  ['one line', JSON.stringify(aFile())],
  ['empty lines around it', `\n\n${json}\n\n`],
  ['a schema for editors', edited('"format"', '"$schema": "selection-file.schema.json",\n  "format"')],
  ['* beside other names', edited('"amd64"', '"*", "amd64"').replace('"arm64"', '"*"')],
])('%s is accepted', (_, content) => {
  expect(problems(content)).toBe('read')
})

test('* beside other names is read as * alone', () => {
  const read = readSelectionFile(bytesOf(edited('"amd64"', '"*", "amd64"')))
  expect('file' in read && read.file.sources[0]?.selections[0]?.arches).toEqual(['*'])
})

test.each<[string, string | Uint8Array, string]>([
  ['an empty file', '', '1: The file is empty.'],
  [
    'an image',
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0),
    '2: This is a binary file, not a selection file.',
  ],
  ['a gzip file', Uint8Array.of(0x1f, 0x8b, 8, 1), '1: The file is not UTF-8 text. It may be a binary file.'],
  [
    'Latin-1 text in the third line',
    Uint8Array.of(...bytesOf('{\n\n"format": "'), 0xe9, 0x22, 0x7d),
    '3: The file is not UTF-8 text. It may be a binary file.',
  ],
  ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x7b, 0), '1: The file is UTF-16 text. Save it as UTF-8.'],
  ['HTML', '\n<!DOCTYPE html>\n<p>404</p>', '2: This is an HTML page, not a selection file.'],
  ['XML', '<?xml version="1.0"?>', '1: This is XML, not a selection file.'],
  ['YAML', 'sources:\n  - url: http://a.example.com/', '1: This looks like YAML. A selection file is JSON.'],
  ['YAML with a start mark', '---\nformat: x', '1: This looks like YAML. A selection file is JSON.'],
  [
    'a keyring',
    '-----BEGIN PGP PUBLIC KEY BLOCK-----',
    '1: This is a key in ASCII armor, not a selection file.',
  ],
  [
    'a cut file',
    json.slice(0, json.indexOf('"arm64"')),
    '18: This is not valid JSON. The file ends too early.',
  ],
  [
    'a comma too many',
    edited('"arm64"\n', '"arm64",\n'),
    '20: This is not valid JSON. Unexpected “]” found.',
  ],
  ['a comment', `// mine\n${json}`, '1: This is not valid JSON. Unexpected character “/” found.'],
  [
    'a line break in a text',
    edited('"3.5.13"', '"3.5\n.13"'),
    '6: This is not valid JSON. A text contains a line break or another control character.',
  ],
  [
    'other JSON',
    '\n{"name": "package"}',
    '2: This JSON is not a selection file: “format” is not "maas-images-selection".',
  ],
  ['a list', '[]', '1: This JSON is not a selection file: “format” is not "maas-images-selection".'],
  ['null', 'null', '1: This JSON is not a selection file: “format” is not "maas-images-selection".'],
  [
    'a newer version, whatever else it has',
    edited('"version": 1', '"version": 2').replace('"arches"', '"architectures"'),
    '3: The file has version 2. This page reads version 1: update MAAS Images.',
  ],
  ['a version in a text', edited('"version": 1', '"version": "1"'), '3: version must be 1.'],
  ['version 0', edited('"version": 1', '"version": 0'), '3: version must be 1.'],
  ['a wrong type', edited('"noble"', '24.04'), '16: sources[0].selections[0].release must be text.'],
  [
    'a list that is a text',
    edited('"subarches": [\n            "*"\n          ]', '"subarches": "*"'),
    '21: sources[0].selections[0].subarches must be a list of names.',
  ],
  [
    'an empty list',
    edited('"labels": [\n            "*"\n          ]', '"labels": []'),
    '24: sources[0].selections[0].labels must name at least one; ["*"] means all.',
  ],
  [
    'a release that means all',
    edited('"noble"', '"*"'),
    '16: sources[0].selections[0].release must be 1 to 20 characters without spaces, * and /.',
  ],
  [
    'a time that does not exist',
    edited('2026-11-27T09:00:00Z', '2026-99-99T99:99:99Z'),
    '5: exported.at must be a time in UTC, such as 2026-11-27T09:00:00Z.',
  ],
  ['an unknown field', edited('"arches"', '"arch"'), '17: “arch” is not a field of version 1.'],
  [
    'a password in the address',
    edited('http://images', 'http://me:secret@images'),
    '10: sources[0].url must be an http or https address without a user name, a password, ? and #.',
  ],
  [
    'a field twice',
    edited('"os": "ubuntu"', '"os": "a",\n"os": "b"'),
    '16: “os” appears twice. The first is on line 15.',
  ],
  [
    'a name that could change all objects',
    edited('"os": "ubuntu"', '"os": "ubuntu",\n"__proto__": {"admin": true}'),
    '16: “__proto__” is not a field of version 1.',
  ],
  [
    'two keyrings',
    edited('"keyring_data": ""', '"keyring_data": "mQIN"'),
    '12: Cannot set both keyring path and keyring contents.',
  ],
])('%s is refused with its line', (_, content, problem) => {
  expect(problems(content)).toContain(problem)
})

test('a missing field is reported with the line of the object around it', () => {
  expect(problems(edited('"os": "ubuntu",\n', '\n'))).toEqual(['14: sources[0].selections[0].os is missing.'])
})

test('a release and a source may appear only once', () => {
  const [source] = aFile().sources
  const [selection] = source?.selections ?? []
  expect(source && selection).toBeDefined()
  if (!source || !selection) return
  expect(
    problems(JSON.stringify(aFile({ sources: [{ ...source, selections: [selection, selection] }] }))),
  ).toEqual(['1: ubuntu/noble appears twice. The first is on line 1.'])
  const slash = { ...source, url: source.url.replace(/\/$/, '') }
  expect(problems(JSON.stringify(aFile({ sources: [source, slash] })))).toEqual([
    '1: The source appears twice. The first is on line 1.',
  ])
})

test('all wrong values are listed in the order of the lines', () => {
  const wrong = edited('"noble"', '7').replace('"version": 1', '"version": null').replace('"3.5.13"', '3')
  expect(problems(wrong)).toEqual([
    '3: version must be 1.',
    '6: exported.maas must be text.',
    '16: sources[0].selections[0].release must be text.',
  ])
})

test('brackets in texts do not nest', () => {
  expect(problems(edited('"3.5.13"', `"${'['.repeat(50)}\\"${'{'.repeat(40)}"`))).toBe('read')
})

test('lists of too many names are refused with a message', () => {
  const names = Array.from({ length: 201 }, (_, index) => `"arch${index}"`).join(', ')
  expect(problems(edited('"amd64",', `${names},`))).toEqual([
    '17: sources[0].selections[0].arches must have at most 200 names.',
  ])
})

test('1 MB is read, one byte more is refused without reading', () => {
  const full = `${json}${' '.repeat(LARGEST_SELECTION_FILE - bytesOf(json).length)}`
  expect(problems(full)).toBe('read')
  expect(problems(`${full} `)).toEqual(['-: The file has 1.0 MB. A selection file has at most 1.0 MB.'])
})
