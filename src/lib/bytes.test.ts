import { expect, test } from 'vitest'
import { formatBytes, sizeText } from './bytes.ts'

test.each([
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [17_700, '17.7 kB'],
  [455_900_000, '455.9 MB'],
  [1_234_567_890, '1.2 GB'],
  [84_000_000_000, '84.0 GB'],
  [2_500_000_000_000, '2.5 TB'],
  [3e18, '3000.0 PB'],
])('%d bytes are shown as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

test('a value that rounds up to a thousand takes the next unit', () => {
  expect(formatBytes(999.7)).toBe('1.0 kB')
  expect(formatBytes(999_960_000)).toBe('1.0 GB')
})

test('an invalid amount is shown as 0 B', () => {
  for (const bytes of [-1, Number.NaN, Number.POSITIVE_INFINITY]) expect(formatBytes(bytes)).toBe('0 B')
})

test.each([
  [430_000_000, true, 'about 430.0 MB'],
  [430_000_000, false, '430.0 MB'],
  [0, true, 'probably nothing'],
  [0, false, '0 B'],
])('%i bytes, not exact: %s', (bytes, isAbout, text) => {
  expect(sizeText(bytes, isAbout)).toBe(text)
})
