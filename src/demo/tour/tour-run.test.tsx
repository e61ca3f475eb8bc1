import { render, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { findSpot, type Spot } from './spot.ts'
import type { Tour } from './tour.ts'
import { createTourRun, type TourView } from './tour-run.ts'

/** A page with what a tour meets: a link behind a dialog, a box, a button that is disabled at first. */
function Page() {
  const [ready, setReady] = useState(false)
  const [saved, setSaved] = useState(false)
  return (
    <>
      <div aria-hidden="true">
        <button type="button">Save</button>
      </div>
      <label>
        <input type="checkbox" onChange={() => setReady(true)} /> noble <b>amd64</b>
      </label>
      <button type="button" aria-disabled={!ready} onClick={() => setSaved(true)}>
        Save selection
      </button>
      <section aria-label="Result">{saved && <p role="status">Selection saved. Import started.</p>}</section>
      <nav>
        <button type="button">Next</button>
      </nav>
    </>
  )
}

const SPOTS: readonly (readonly [what: string, spot: Spot, found: string | null])[] = [
  ['a button', { role: 'button', name: 'Save selection' }, 'Save selection'],
  ['nothing behind a dialog', { role: 'button', name: 'Save' }, null],
  ['a box by its label', { role: 'checkbox', name: 'noble amd64' }, ''],
  ['no box that is not checked', { role: 'checkbox', name: 'noble amd64', checked: true }, null],
  ['a part by its label', { role: 'region', name: /^Res/ }, ''],
  ['no message that says something else', { role: 'message', says: /failed/ }, null],
  ['nothing of the tour itself', { role: 'button', name: 'Next' }, null],
]

test.each(SPOTS)('a tour finds %s', (_, spot, found) => {
  render(<Page />)
  expect(findSpot(document, spot, screen.getByRole('navigation'))?.textContent ?? null).toBe(found)
})

const BOX = { role: 'checkbox', name: 'noble amd64' } as const
const TOUR: Tour = {
  name: 'short',
  title: 'Short',
  scenario: 'default',
  steps: [
    { caption: 'Select.', at: BOX, press: true, until: { ...BOX, checked: true } },
    {
      caption: 'Save.',
      at: { role: 'button', name: 'Save selection' },
      region: (control) => control.runUntilIdle(),
      press: true,
      until: { role: 'message', says: /saved/ },
    },
    { caption: 'See.', at: { role: 'region', name: 'Result' } },
  ],
}

function walk({ fails = false, tour = TOUR } = {}) {
  render(<Page />)
  const views: TourView[] = []
  const calls: string[] = []
  const run = createTourRun({
    tour,
    find: (spot) => findSpot(document, spot),
    control: {
      runUntilIdle: () => {
        calls.push('run until idle')
        return fails
          ? Promise.reject(new Error('No answer.'))
          : Promise.resolve({ idle: true, seconds: 0, now: 0 })
      },
      addFault: () => Promise.reject(new Error('not in this tour')),
    },
    onRegionChanged: () => calls.push('changed'),
    onView: (view) => views.push(view),
  })
  return { run, views, calls }
}

test('Next does each step on the page, and a step is over when the page shows it', async () => {
  const { run, calls } = walk()
  await run.next()
  expect(run.view()).toMatchObject({ index: 0, working: true })
  run.check()
  expect(run.view()).toMatchObject({ index: 1, working: false })
  expect(screen.getByRole('checkbox')).toBeChecked()

  await run.next()
  expect(calls).toEqual(['run until idle', 'changed'])
  await screen.findByText(/saved/)
  run.check()
  expect(run.view().index).toBe(2)
  await run.next()
  expect(run.view().index).toBe(3)
  await run.next()
  run.check()
  expect(run.view().index).toBe(3)
})

test('what the presenter does on the page counts as well, and nothing is done twice', async () => {
  const { run, calls } = walk()
  screen.getByRole('checkbox').click()
  run.check()
  expect(run.view()).toMatchObject({ index: 1, working: false })
  screen.getByRole('button', { name: 'Save selection' }).click()
  await screen.findByText(/saved/)
  run.check()
  expect(run.view().index).toBe(2)
  expect(calls).toEqual([])
})

test('a step waits for a control that is disabled, and a refused call can be tried again', async () => {
  const { run } = walk({ fails: true })
  screen.getByRole('checkbox').click()
  run.check()
  await run.next()
  expect(run.view()).toEqual({ index: 1, working: false, problem: 'No answer.' })
  expect(screen.queryByText(/saved/)).not.toBeInTheDocument()
})

test('what the page gave up waiting for is pressed again once time has passed', async () => {
  const save = { role: 'button', name: 'Save selection' } as const
  const steps = [
    {
      caption: 'Wait.',
      region: (control: { runUntilIdle: () => Promise<unknown> }) => control.runUntilIdle(),
      again: save,
      until: { role: 'message', says: /saved/ } as const,
    },
  ]
  const { run, calls } = walk({ tour: { ...TOUR, steps } })
  screen.getByRole('checkbox').click()
  await screen.findByRole('button', { name: 'Save selection' })
  await run.next()
  expect(calls).toEqual(['run until idle', 'changed'])
  await screen.findByText(/saved/)
  run.check()
  expect(run.view()).toMatchObject({ index: 1, working: false })
})
