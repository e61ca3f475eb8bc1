import { expect, test } from 'vitest'
import { textsIn } from './texts.ts'
import { RULED_OUT, ruledOut } from './words.ts'

const wordsIn = (text: string) => ruledOut('src/some.ts', { text, line: 1 }).map(({ word }) => word)

test.each([
  ['It shall be read anew', ['shall', 'anew']],
  ['Change to it all the same', ['all the same']],
  ['MAAS answers at once', ['at once (immediately)']],
  ['Two requests at once', []],
  ['A list that is no array', ['is no']],
  ['The first one is none', ['is none']],
  ['There is no image, and there are none of them', []],
  ['It is no longer offered', []],
  ['Nobody knows', ['nobody, everybody']],
  ['MAAS tells when it imports', ['tell, told']],
  ['Only MAAS can tell; it was told to wait; tell them apart', []],
  ['An import was asked for', ['ask for']],
  ['Continuing looks first', ['look (check)']],
  ['It looks like a list', []],
  ['They come along by themselves', ['come along', 'by itself']],
  ['is wholly saved', ['wholly']],
  ['stops-all-told', []],
])('%s: %j', (text, words) => {
  expect(wordsIn(text)).toEqual(words)
})

test('each ruled-out word is found with its place and context', () => {
  expect(ruledOut('src/a.ts', { text: 'MAAS shall read it', line: 7 })).toEqual([
    { file: 'src/a.ts', line: 7, word: 'shall', text: 'MAAS shall read it' },
  ])
  expect(Object.keys(RULED_OUT).length).toBeGreaterThan(10)
})

test('comments are read as one text when they follow each other, with the line of the first', () => {
  expect(
    textsIn('a.ts', '\n// one sentence\n// of two lines\nconst a = 1\n/**\n * A block\n * of lines.\n */'),
  ).toEqual([
    { kind: 'comment', text: 'one sentence of two lines', line: 2 },
    { kind: 'comment', text: '* A block of lines.', line: 5 },
  ])
})

test('strings, templates and JSX text are read; paths of imports and class names are not', () => {
  const source =
    "import './a.ts'\nexport const a = (n: number) => <p className=\"p-text is-dense\" title='A title'>{n} of `all`</p>\nconst b = `${a} images`"
  expect(textsIn('a.tsx', source).map(({ text }) => text)).toEqual(['{…} of `all`', 'A title', '${…} images'])
})
