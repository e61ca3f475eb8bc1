import { expect, test } from 'vitest'
import { differenceOf, type ReplayedAnswer } from './compare.ts'
import type { Exchange } from './recording.ts'

const JSON_TYPE = 'application/json; charset=utf-8'
const given = (body: string, change: Partial<ReplayedAnswer> = {}): ReplayedAnswer => ({
  status: 200,
  type: JSON_TYPE,
  allow: null,
  body,
  ...change,
})
const recorded = (change: Partial<Exchange>): Exchange => ({
  ask: 'GET a/',
  answer: `200 ${JSON_TYPE}`,
  ...change,
})

test.each<[what: string, Partial<Exchange>, ReplayedAnswer]>([
  ['the same JSON in another order', { json: { a: 1, b: 'x' } }, given('{"b": "x", "a": 1}')],
  ['any value of a type', { json: [{ id: '{number}', at: '{text}' }] }, given('[{"id": 7, "at": "now"}]')],
  ['any part of a text', { json: { uri: '/a/{any}/' } }, given('{"uri": "/a/b/"}')],
  [
    'the title of a page',
    { title: 'No', answer: '403 text/html' },
    given('<title>No</title>…', { status: 403, type: 'text/html' }),
  ],
  ['an empty answer', { answer: '400' }, given('', { status: 400, type: null })],
  [
    'the message of an error',
    { json: { a: ['b'] }, answer: '400 t' },
    given('{"a": ["b"]}', { status: 400, type: 't' }),
  ],
])('%s is alike', (_what, expected, answer) => {
  expect(differenceOf(recorded(expected), answer)).toBe(null)
})

test.each<[what: string, Partial<Exchange>, ReplayedAnswer]>([
  ['another status', { text: '' }, given('', { status: 201 })],
  ['another content type', { text: '' }, given('', { type: 'application/json' })],
  ['other allowed methods', { text: '' }, given('', { allow: 'GET' })],
  ['a missing key', { json: { a: 1, b: 2 } }, given('{"a": 1}')],
  ['a key too many', { json: { a: 1 } }, given('{"a": 1, "b": 2}')],
  ['another type', { json: { a: '{number}' } }, given('{"a": "1"}')],
  ['null for a text', { json: { a: '{text}' } }, given('{"a": null}')],
  ['a shorter list', { json: [1, 2] }, given('[1]')],
  ['a list for an object', { json: {} }, given('[]')],
  ['another value', { json: { a: 'x' } }, given('{"a": "y"}')],
  ['another bare value', { json: true }, given('false')],
  ['another text', { text: 'OK' }, given('OK.')],
  [
    'another message',
    { json: { a: ['b'] }, answer: '400 t' },
    given('{"a": ["c"]}', { status: 400, type: 't' }),
  ],
  [
    'a message in another form',
    { json: { a: 1 }, answer: '400 t' },
    given('{"a":1}', { status: 400, type: 't' }),
  ],
  ['no JSON', { json: {} }, given('OK')],
])('%s is a difference', (_what, expected, answer) => {
  expect(differenceOf(recorded(expected), answer)).not.toBe(null)
})
