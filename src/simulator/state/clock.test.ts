import { expect, test } from 'vitest'
import { createClock } from './clock.ts'

function clockOnWall(speed?: number) {
  const wall = { time: 1000 }
  return { wall, clock: createClock({ now: () => wall.time, ...(speed !== undefined && { speed }) }) }
}

test('the clock runs with the wall clock', () => {
  const { wall, clock } = clockOnWall()
  wall.time += 250
  expect(clock.now()).toBe(1250)
})

test('the clock can be moved without the wall clock', () => {
  const { wall, clock } = clockOnWall()
  clock.advance(500)
  expect(clock.now()).toBe(1500)
  expect(clock.wall()).toBe(1000)
  wall.time += 10
  expect(clock.now()).toBe(1510)
})

test('a new speed applies from now on', () => {
  const { wall, clock } = clockOnWall(10)
  wall.time += 5
  expect(clock.now()).toBe(1050)
  clock.setSpeed(0)
  wall.time += 5
  expect(clock.now()).toBe(1050)
  clock.setSpeed(2)
  wall.time += 5
  expect(clock.now()).toBe(1060)
})
