import type { Segment } from './call.ts'

export type FollowedSources = ReturnType<typeof followSources>

/** What the calls so far have done to sources: which one was created last, and what MAAS has not read yet. */
export function followSources() {
  /** Changed, and no import since. */
  const unread = new Set<Segment>()
  const fresh = new Set<Segment>()
  let created = 0
  let latest: Segment = ''

  return {
    /** A source is created. Returns the variable for its ID. */
    create(): string {
      created += 1
      const variable = variableOf(created)
      latest = { variable }
      fresh.add(latest)
      return variable
    },
    /** A source is changed. */
    change(source: Segment): void {
      unread.add(source)
      fresh.add(source)
    },
    /** The source with this ID; null: the one created last. */
    of: (id: number | null): Segment => id ?? latest,
    /** Whether it was created or changed. */
    isFresh: (source: Segment): boolean => fresh.has(source),
    /** Whether it was changed and not read since; from now on, it counts as read. */
    takeUnread: (source: Segment): boolean => unread.delete(source),
  }
}

/** The name of the variable for the ID of the n-th created source: SOURCE, SOURCE_2 */
const variableOf = (n: number): string => (n === 1 ? 'SOURCE' : `SOURCE_${n}`)
