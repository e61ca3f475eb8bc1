import { expect, test } from 'vitest'
import { createStepBoard, type BoardStep } from './step-board.ts'

function board() {
  const published: (readonly BoardStep[])[] = []
  return { ...createStepBoard((steps) => published.push(steps)), published, now: () => published.at(-1) }
}

test('every change publishes all steps, and steps published earlier do not change', () => {
  const { add, run, done, published } = board()
  const read = add('Read')
  run(read)
  done(read)
  expect(published).toEqual(['waiting', 'running', 'done'].map((status) => [{ label: 'Read', status }]))
})

test('a step can be inserted before another one, with its kind and its pair', () => {
  const { add, now } = board()
  const last = add('Import')
  add('Select noble', { before: last, kind: 'create', pair: 'Create noble again' })
  expect(now()).toEqual([
    { label: 'Select noble', status: 'waiting', kind: 'create', pair: 'Create noble again' },
    { label: 'Import', status: 'waiting' },
  ])
})

test('the reason why a step waits is removed when the step is done', () => {
  const { add, run, done, now } = board()
  const step = add('Select noble')
  run(step, 'MAAS has not read the source.')
  expect(now()).toEqual([{ label: 'Select noble', status: 'running', note: 'MAAS has not read the source.' }])
  done(step)
  expect(now()).toEqual([{ label: 'Select noble', status: 'done' }])
})

test('a failure marks the running step, and changes nothing if no step is running', () => {
  const { add, run, done, fail, now } = board()
  const [first, second] = [add('Select noble'), add('Import')]
  fail('No.')
  expect(now()?.map(({ status }) => status)).toEqual(['waiting', 'waiting'])
  run(first)
  done(first)
  run(second)
  fail('MAAS refused it.')
  expect(now()?.at(-1)).toEqual({ label: 'Import', status: 'failed', note: 'MAAS refused it.' })
})

test('steps that are planned again are removed, unless they are done', () => {
  const { add, run, done, drop, now } = board()
  const planned = ['Select noble', 'Select jammy'].map((label) => add(label))
  const [first] = planned
  if (first) {
    run(first)
    done(first)
  }
  drop(planned)
  expect(now()?.map(({ label }) => label)).toEqual(['Select noble'])
})
