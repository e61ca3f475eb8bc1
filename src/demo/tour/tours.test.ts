import { expect, test } from 'vitest'
import { SCENARIOS } from '#simulator/demo/scenarios.ts'
import { tourNamed, TOURS } from './tours.ts'

/** Two lines of the bar, at 1280 pixels. */
const LONGEST = 200

test('the tours that the documentation names exist', () => {
  expect(TOURS.map(({ name }) => name)).toEqual([
    'stream-switching',
    'first-run',
    'partial-failure',
    'mirror-missing-files',
  ])
  expect(TOURS.map(({ name }) => tourNamed(name))).toEqual(TOURS)
  expect(tourNamed('toString')).toBeNull()
})

test.each(TOURS)('the tour $name can be walked with Next alone', ({ scenario, steps }) => {
  expect(SCENARIOS).toHaveProperty([scenario])
  for (const { caption, at, press, region, until } of steps) {
    expect(caption.length, caption).toBeLessThanOrEqual(LONGEST)
    expect(at, 'each step shows where to look').toBeDefined()
    expect(until === undefined || press === true || region !== undefined, `Next ends "${caption}"`).toBe(true)
  }
  expect(
    steps.some(({ press }) => press),
    'something happens',
  ).toBe(true)
  expect(steps.at(-1), 'the last step shows the result').not.toHaveProperty('press')
})
