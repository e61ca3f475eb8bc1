import { machinesAnswer } from '#contract/machines.ts'
import { countMachines } from '#gateway/answers/machine-counts.ts'
import { Refusal } from '#gateway/refusal.ts'
import { readAnswer } from '#gateway/region/read-answer.ts'
import type { KeyRoute } from './routes.ts'

/** MAAS takes about 10 ms for each machine of its list. */
const COUNT_MS = 45_000
/** Counts at a time, in all: a list of machines is the most expensive call of this gateway. */
const MOST_AT_A_TIME = 4

/**
 * The machines that MAAS deploys or has deployed, counted by image. MAAS can filter its list by state, but can neither
 * shorten nor page it, so the list is counted while it arrives, and the call ends when the page no longer waits for it.
 * @param page MAAS's own list of machines for a browser; null: there is none
 */
export function machineRoutes(page: string | null): KeyRoute[] {
  let running = 0
  return [
    {
      method: 'GET',
      path: '/gateway/machines',
      own: true,
      async handle({ gone }, { region }) {
        if (running >= MOST_AT_A_TIME) throw busy()
        running += 1
        try {
          const { text } = await region.send('GET', 'machines/?status=deployed&status=deploying', {
            read: async (body) => JSON.stringify({ page, ...(await countMachines(body)) }),
            ms: COUNT_MS,
            signal: gone,
          })
          return { status: 200, body: readAnswer('machines', text, machinesAnswer) }
        } finally {
          running -= 1
        }
      },
    },
  ]
}

const busy = () =>
  new Refusal(
    503,
    'busy',
    'The machines are being counted for other users. Try again in a moment.',
    undefined,
    5,
  )
