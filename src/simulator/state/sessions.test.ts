import { expect, test } from 'vitest'
import { createSessions, MOST_SESSIONS } from './sessions.ts'
import type { User } from './state.ts'

const ann: User = { username: 'ann', email: 'ann@example.com', admin: true, password: 'ann', keys: [] }

test('past the limit, the session that was not used for the longest time ends', () => {
  const sessions = createSessions(() => 0)
  const [used, idle] = [sessions.begin(ann), sessions.begin(ann)]
  for (let begun = 2; begun < MOST_SESSIONS; begun += 1) sessions.begin(ann)
  expect(sessions.userOf(used)).toBe(ann)
  sessions.begin(ann)
  expect([sessions.userOf(used), sessions.userOf(idle)]).toEqual([ann, null])
})
