import { expect, test } from 'vitest'
import { displayText } from './display-text.ts'

test.each([
  ['24.04 LTS', '24.04 LTS'],
  ['Überraschung 日本語 العربية', 'Überraschung 日本語 العربية'],
  ['<b>bold</b>', '<b>bold</b>'],
  ['two\nlines\u0000', 'two\uFFFDlines\uFFFD'],
  ['gpj.\u202Eexe', 'gpj.\uFFFDexe'],
  ['in\u2066side\u2069', 'in\uFFFDside\uFFFD'],
  ['zero\u200Bwidth', 'zero\uFFFDwidth'],
  ['👩‍🚀'.replace('\u200D', ''), '👩🚀'],
])('%j is shown as %j', (text, shown) => {
  expect(displayText(text)).toBe(shown)
})

test('a text that is too long is cut and ends with an ellipsis', () => {
  const shown = displayText('a'.repeat(1_000))
  expect(shown).toHaveLength(500)
  expect(shown.endsWith('…')).toBe(true)
})
