import type { ControlClient } from '#simulator/control/door/client.ts'
import { isOff, type Spot } from './spot.ts'
import type { Tour, TourStep } from './tour.ts'

/** Where a tour is. */
export type TourView = {
  /** The step that is shown; as many as there are steps: the tour is over. */
  readonly index: number
  /** Next was clicked, and the step is not done yet. */
  readonly working: boolean
  readonly problem: string | null
}

type Needs = {
  readonly tour: Tour
  readonly control: Parameters<NonNullable<TourStep['region']>>[0] & Partial<ControlClient>
  readonly find: (spot: Spot) => HTMLElement | null
  /** Called after each change of the region. */
  readonly onRegionChanged: () => void
  readonly onView: (view: TourView) => void
}

/** Walks through the steps of a tour. `check` must be called after each change of the page. */
export function createTourRun({ tour, control, find, onRegionChanged, onView }: Needs) {
  let view: TourView = { index: 0, working: false, problem: null }
  /** What Next has still to do in this step. */
  let pressing = false

  const show = (change: Partial<TourView>) => {
    view = { ...view, ...change }
    onView(view)
  }
  const step = () => tour.steps[view.index]
  const advance = () => {
    pressing = false
    show({ index: view.index + 1, working: false, problem: null })
  }

  /** Whether it was there and could be pressed. */
  const press = (spot: Spot | undefined): boolean => {
    const element = spot && find(spot)
    if (!element || isOff(element)) return false
    element.click()
    return true
  }

  function check(): void {
    const current = step()
    if (!current) return
    if (current.until && find(current.until)) {
      advance()
      return
    }
    if (!pressing || !press(current.at)) return
    pressing = false
    if (!current.until) advance()
  }

  async function next(): Promise<void> {
    const current = step()
    if (!current || view.working) return
    show({ working: true, problem: null })
    try {
      if (current.region) {
        await current.region(control)
        onRegionChanged()
      }
    } catch (error) {
      show({ working: false, problem: error instanceof Error ? error.message : String(error) })
      return
    }
    if (step() !== current) return
    press(current.again)
    pressing = current.press === true
    if (pressing || current.until) check()
    else advance()
  }

  return { check, next, view: () => view }
}
