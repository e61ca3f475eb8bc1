import { EMBEDDED } from '#simulator/state/racks.ts'
import { json, raisedText } from './answers.ts'
import { action, notEmbedded, type Endpoint } from './endpoint.ts'
import { isEventLevel } from '#simulator/state/events.ts'
import { missing, MaasRefusal } from '#simulator/state/refusal.ts'
import type { Region } from '#simulator/rules/region.ts'
import type { Note, RegionEvent, User } from '#simulator/state/state.ts'

const MOST = 1000
const USUAL = 100

export const events = (region: Region): Endpoint[] => [
  {
    path: 'events/',
    handler: 'EventsHandler',
    doc: 'Read the events of this MAAS.',
    access: 'users, administrators to write',
    allow: 'GET',
    operations: {
      'GET op=query': action(
        'List events, the newest first.',
        ({ query }) => {
          const level = query.get('level') ?? 'INFO'
          if (!isEventLevel(level)) throw refused(`Unrecognised log level: ${level}`)
          const limit = whole(query, 'limit') ?? USUAL
          if (limit > MOST)
            throw refused(`Requested number of events ${limit} is greater than limit: ${MOST}`)
          const [before, after] = [whole(query, 'before'), whole(query, 'after')]
          const found = region.events(level, { limit, before, after })
          return json({ count: found.length, events: found.map(eventShown), ...neighbors(query, found) })
        },
        {
          level: 'The lowest level to list: DEBUG, INFO, WARNING, ERROR, CRITICAL or AUDIT. Left out: INFO.',
          limit: `The most events to list, up to ${MOST}. Left out: ${USUAL}.`,
          before: 'Only events with a lower ID.',
          after: 'Only events with a higher ID.',
        },
      ),
    },
  },
  {
    path: 'notifications/',
    handler: 'NotificationsHandler',
    doc: 'List notifications.',
    access: 'users, administrators to write',
    allow: 'GET, POST',
    operations: {
      GET: action('List the notifications for you that you have not dismissed.', ({ user }) =>
        json(
          region
            .notifications()
            .filter((note) => isFor(user)(note) && !note.dismissedBy.includes(user.username))
            .map(noteShown),
        ),
      ),
      POST: notEmbedded,
    },
  },
  {
    path: 'notifications/:id/',
    handler: 'NotificationHandler',
    doc: 'Read or dismiss a notification.',
    access: 'users, administrators to write',
    allow: 'GET, PUT, POST, DELETE',
    forUsers: ['POST op=dismiss'],
    operations: {
      GET: action('Read a notification.', ({ user, id }) => {
        const note = noteOf(region, id('id'))
        return isFor(user)(note) ? json(noteShown(note)) : raisedText(403, '')
      }),
      'POST op=dismiss': action('Dismiss a notification, for you only.', ({ user, id }) => {
        const note = noteOf(region, id('id'))
        if (!isFor(user)(note)) return raisedText(403, '')
        region.dismissNotification(note, user)
        return json(null)
      }),
      PUT: notEmbedded,
      DELETE: notEmbedded,
    },
  },
]

/** Includes dismissed notifications, because MAAS keeps them. */
function noteOf(region: Region, id: number): Note {
  const note = region.notifications().find((candidate) => candidate.id === id)
  if (note === undefined) throw missing('Notification')
  return note
}

const refused = (message: string) => new MaasRefusal({ kind: 'refused', message })

function whole(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  if (!/^-?\d+$/.test(text)) throw refused(`Invalid ${name}: Please enter an integer value`)
  return Number(text)
}

/** The addresses of newer and older events: the same query with `after` or `before`. */
function neighbors(query: URLSearchParams, found: readonly RegionEvent[]) {
  const asked = [...query].filter(([name]) => !['op', 'before', 'after'].includes(name))
  const uri = (extra: [string, string][]) =>
    `/MAAS/api/2.0/events/?${new URLSearchParams([['op', 'query'], ...asked, ...extra]).toString()}`
  const [before, after] = [whole(query, 'before'), whole(query, 'after')]
  const newest = found[0]?.id ?? (before === undefined ? undefined : before - 1)
  const oldest = found.at(-1)?.id ?? (after === undefined ? undefined : after + 1)
  return {
    next_uri: uri(newest === undefined ? [] : [['after', String(newest)]]),
    prev_uri: oldest === undefined ? null : uri([['before', String(oldest)]]),
  }
}

const eventShown = ({ id, at, level, type, description }: RegionEvent) => ({
  username: 'unknown',
  node: EMBEDDED.system_id,
  hostname: EMBEDDED.hostname,
  id,
  level,
  created: eventTime(at),
  type,
  description,
})

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = 'Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.'.split(' ')

/** "Mon, 23 Nov. 2026 00:06:50", in UTC */
function eventTime(at: number): string {
  const date = new Date(at)
  const day = String(date.getUTCDate()).padStart(2, '0')
  const time = date.toISOString().slice(11, 19)
  return `${DAYS[date.getUTCDay()]}, ${day} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${time}`
}

const isFor = (user: User) => (note: Note) => user.admin || note.users

const noteShown = ({ id, ident, message, category, users, dismissable }: Note) => ({
  ident,
  user: null,
  users,
  admins: true,
  message,
  context: {},
  category,
  dismissable,
  id,
  resource_uri: `/MAAS/api/2.0/notifications/${id}/`,
})
