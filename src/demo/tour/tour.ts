import type { ControlClient } from '#simulator/control/door/client.ts'
import type { Spot } from './spot.ts'

/** One step of a tour. Next does it, or the presenter does it on the page. */
export type TourStep = {
  /** What is seen and what happens next, in one or two sentences. */
  readonly caption: string
  /** What is highlighted. */
  readonly at?: Spot
  /** Next presses what is highlighted. */
  readonly press?: true
  /** What Next does in the region, before anything else: time passes, or something fails. */
  readonly region?: (control: Pick<ControlClient, 'addFault' | 'runUntilIdle'>) => Promise<unknown>
  /** Next presses this too if it is there by then: the page may not have waited as long as the presenter. */
  readonly again?: Spot
  /** The step is done when this is on the page. Without it: when Next has done its part. */
  readonly until?: Spot
}

export type Tour = {
  /** As in `?tour=stream-switching`. */
  readonly name: string
  readonly title: string
  /** The scenario that it starts over in. */
  readonly scenario: string
  /** Let the imports of the scenario end before the tour begins. */
  readonly untilIdle?: true
  readonly steps: readonly TourStep[]
}
