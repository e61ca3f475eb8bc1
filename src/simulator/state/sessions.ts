import { LRUCache } from 'lru-cache'
import type { User } from './state.ts'

/** Two weeks, in seconds: recorded from 3.5.13. */
export const SESSION_SECONDS = 1_209_600

/** MAAS has no such limit, because its sessions are rows of a database. These are kept in memory. */
export const MOST_SESSIONS = 1_000

/** Remembers who signed in with a name and a password. A session ends when its user signs out, or after two weeks. */
export function createSessions(wall: () => number) {
  // past the limit, the session that was not used for the longest time ends
  const sessions = new LRUCache<string, { user: User; endsAt: number }>({ max: MOST_SESSIONS })
  return {
    /** A new session; returns its ID. */
    begin(user: User): string {
      const id = globalThis.crypto.randomUUID().replaceAll('-', '')
      sessions.set(id, { user, endsAt: wall() + SESSION_SECONDS * 1000 })
      return id
    },
    /** null: no such session, or it has ended. */
    userOf(id: string): User | null {
      const session = sessions.get(id)
      if (session === undefined) return null
      if (session.endsAt > wall()) return session.user
      sessions.delete(id)
      return null
    },
    end(id: string): void {
      sessions.delete(id)
    },
    endOf({ username }: User): void {
      for (const [id, { user }] of sessions) if (user.username === username) sessions.delete(id)
    },
    endAll(): void {
      sessions.clear()
    },
  }
}
