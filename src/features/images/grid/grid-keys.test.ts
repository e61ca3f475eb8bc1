import { expect, test } from 'vitest'
import { nextSpot } from './grid-keys.ts'

const size = { lines: 30, cols: 8 }

test.each([
  ['ArrowUp', false, [4, 3]],
  ['ArrowDown', false, [6, 3]],
  ['ArrowLeft', false, [5, 2]],
  ['ArrowRight', false, [5, 4]],
  ['PageUp', false, [0, 3]],
  ['PageDown', false, [15, 3]],
  ['Home', false, [5, 0]],
  ['End', false, [5, 7]],
  ['Home', true, [0, 0]],
  ['End', true, [29, 7]],
])('%s (with Control: %s) leads from line 5, column 3 to %j', (key, ctrlKey, [line, col]) => {
  expect(nextSpot({ line: 5, col: 3 }, { key, ctrlKey }, size)).toEqual({ line, col })
})

test.each(['ArrowDown', 'ArrowRight', 'PageDown'])('%s ends at the edge', (key) => {
  expect(nextSpot({ line: 29, col: 7 }, { key, ctrlKey: false }, size)).toEqual({ line: 29, col: 7 })
})

test.each(['ArrowUp', 'ArrowLeft', 'PageUp', 'Home'])('%s ends at the first cell', (key) => {
  expect(nextSpot({ line: 0, col: 0 }, { key, ctrlKey: false }, size)).toEqual({ line: 0, col: 0 })
})

test.each([' ', 'Enter', 'a', 'Tab', 'Escape'])('%j does not move', (key) => {
  expect(nextSpot({ line: 5, col: 3 }, { key, ctrlKey: false }, size)).toBeNull()
})
