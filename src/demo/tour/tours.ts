import { firstRun } from './tours/first-run.ts'
import { missingFiles } from './tours/mirror-missing-files.ts'
import { partialFailure } from './tours/partial-failure.ts'
import { streamSwitching } from './tours/stream-switching.ts'
import type { Tour } from './tour.ts'

/** Every guided tour of the demo, in the order of the panel. */
export const TOURS: readonly Tour[] = [streamSwitching, firstRun, partialFailure, missingFiles]

/** Null: there is no such tour. */
export const tourNamed = (name: string): Tour | null => TOURS.find((tour) => tour.name === name) ?? null
