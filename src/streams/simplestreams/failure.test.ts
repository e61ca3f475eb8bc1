import { expect, test } from 'vitest'
import { parseStreamJson } from '#streams/json/stream-json.ts'
import { isPlainObject } from '#streams/json/plain-object.ts'
import {
  GRUB,
  grubProduct,
  indexEntry,
  INDEX_PATH,
  indexOf,
  pathOf,
  productsFile,
  UBUNTU,
  ubuntuProduct,
  without,
} from '#testing/streams/sound-stream.ts'
import { metTo37 } from './failure.ts'
import { judgeFile, judgeIndex } from './judge.ts'

type Json = Record<string, unknown>
/** A file below the first index: its content ID, its content and its depth. */
type Below = readonly [name: string, json: Json, depth?: number, lacksSignature?: true]

/** The messages of the faults that MAAS up to 3.7 finds, in its order. */
function met(entries: Json, below: readonly Below[], signedAnyway = false): string[] {
  const json = indexOf([], { index: entries })
  const files = below.map(([name, file, depth = 0, lacksSignature = false]) => {
    const path = pathOf(name)
    const entry = { contentId: name, path, datatype: null, format: null }
    return {
      entry,
      depth,
      json: file,
      lacksSignature,
      followed: true,
      signedAnyway: false,
      ...judgeFile(file, path),
    }
  })
  const index = { json, path: INDEX_PATH, signedAnyway, ...judgeIndex(json, INDEX_PATH) }
  return metTo37(index, files).map(({ error }) => error.replace(/ in '.*/, ''))
}

const entry = (name: string, path: unknown = pathOf(name)) => ({ [name]: indexEntry('', { path }) })
const bad = (name: string) => ({ ...productsFile(name, {}), format: name })
const BAD_A = "TypeError: Unknown format 'a'"
const BAD_B = "TypeError: Unknown format 'b'"
const NOT_TEXT = 'TypeError: can only concatenate str (not "int") to str'
const UNSIGNED = 'No signature found!'

const image = (name: string, more: object) => productsFile(name, { [UBUNTU]: ubuntuProduct(more) })
const LATE = { support_eol: 'never' }
const LATE_ERROR = "ValueError: time data 'never' does not match format '%Y-%m-%d'"
const unlabeled = productsFile('b', { [GRUB]: without(grubProduct(), 'label') })
const withoutFtype = (name: string) =>
  image(name, { versions: { '1': { items: { squashfs: { sha256: 'a', size: 1, path: 'p' } } } } })

test.each<[string, entries: Json, below: Below[], errors: string[]]>([
  [
    'an entry whose path is not text comes after the files of the entry before it',
    { ...entry('a'), ...entry('x', 7), ...entry('b') },
    [
      ['a', bad('a')],
      ['b', bad('b')],
    ],
    [BAD_A, NOT_TEXT, BAD_B],
  ],
  [
    'an unsafe path of any entry comes first',
    { ...entry('a'), ...entry('x', '/x') },
    [['a', bad('a')]],
    ["TypeError: Path '/x' is absolute path", BAD_A],
  ],
  [
    'the entries of an inner index take the place of that index',
    { ...entry('inner'), ...entry('b') },
    [
      ['inner', indexOf([], { index: { ...entry('a'), ...entry('x', 7) } })],
      ['a', bad('a'), 1],
      ['b', bad('b')],
    ],
    [BAD_A, NOT_TEXT, BAD_B],
  ],
  [
    'values that do not fit into the cache come after all files are read',
    { ...entry('a'), ...entry('b') },
    [
      ['a', image('a', LATE)],
      ['b', unlabeled],
    ],
    ["KeyError: 'label'", LATE_ERROR],
  ],
  [
    'keys that only the import requires come last',
    { ...entry('a'), ...entry('b') },
    [
      ['a', withoutFtype('a')],
      ['b', image('b', LATE)],
    ],
    [LATE_ERROR, "KeyError: 'ftype'"],
  ],
  [
    'a file without a signature is not read, and the files before it are',
    { ...entry('a'), ...entry('b') },
    [
      ['a', bad('a')],
      ['b', bad('b'), 0, true],
    ],
    [BAD_A, UNSIGNED, BAD_B],
  ],
  [
    'all paths of a file come before its content ID, which comes before its products',
    entry('a'),
    [
      [
        'a',
        {
          ...without(
            productsFile('a', {
              text: 'text',
              [UBUNTU]: without(ubuntuProduct(), 'label'),
              [GRUB]: grubProduct({ versions: { '1': { items: { grub: { path: '/grub' } } } } }),
              seven: 7,
            }),
            'content_id',
          ),
        },
      ],
    ],
    [
      "TypeError: Path '/grub' is absolute path",
      "TypeError: argument of type 'int' is not iterable",
      "KeyError: 'content_id'",
      "AttributeError: 'str' object has no attribute 'get'",
      "KeyError: 'label'",
      expect.stringContaining('InvalidChecksum') as string,
      "KeyError: 'content_id'",
    ],
  ],
])('%s', (_, entries, below, errors) => {
  expect(met(entries, below)).toEqual(errors)
})

test('entries come in the order of the text, even if a name is a number', () => {
  const entries = `"b": ${JSON.stringify(indexEntry(pathOf('b')))}, "7": ${JSON.stringify(indexEntry('', { path: 7 }))}`
  const json = parseStreamJson(`{"index": {${entries}}}`)
  const index = isPlainObject(json) && isPlainObject(json['index']) ? json['index'] : {}
  expect(met(index, [['b', bad('b')]])).toEqual([BAD_B, NOT_TEXT])
})

test('a signed index that is parsed as JSON comes before all of its entries', () => {
  expect(met(entry('a'), [['a', bad('a')]], true)).toEqual([
    'JSONDecodeError: Expecting value: line 1 column 1 (char 0)',
    BAD_A,
  ])
})
