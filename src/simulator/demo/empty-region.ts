import { Region } from '#simulator/rules/region.ts'
import type { Clock } from '#simulator/state/clock.ts'
import { newApiKey, usersWithKeys } from '#simulator/state/users.ts'
import type { DemoStreams } from './demo-streams.ts'
import { emptyState } from './scenario-parts.ts'

/** A region in which nothing has happened yet. Its administrator has this API key, which the page uses. */
export function emptyRegion(clock: Clock, streams: DemoStreams, apiKey = newApiKey()): Region {
  const state = emptyState(clock, streams)
  state.users = usersWithKeys([], apiKey)
  return new Region(state, { apiKey })
}
