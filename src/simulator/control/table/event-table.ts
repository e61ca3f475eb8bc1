import * as z from 'zod/mini'
import { eventRow, level, noteForm, noteRow } from '#simulator/control/document/rows.ts'
import { count, described, text, withDefault } from '#simulator/control/values.ts'
import { done, nothing, operation } from './operation.ts'

const filled = text.check(z.minLength(1, 'must not be empty'))

export const EVENT_TABLE = {
  listNotifications: operation({
    method: 'GET',
    path: '/notifications',
    summary: 'List the notifications, also those that users have dismissed.',
    input: nothing,
    answer: z.array(noteRow),
  }),
  addNotification: operation({
    method: 'POST',
    path: '/notifications',
    summary: 'Add a notification of MAAS.',
    input: z.strictObject({
      message: filled,
      ident: described(
        z.optional(filled),
        'What it is about, for MAAS: there is one notification of each. The page shows those about images only, such as Image importer.',
      ),
      category: withDefault(noteForm.category, 'error'),
      users: withDefault(noteForm.users, true),
      dismissable: withDefault(noteForm.dismissable, true),
    }),
    answer: z.strictObject({ id: count(1) }),
  }),
  removeNotification: operation({
    method: 'DELETE',
    path: '/notifications/:id',
    summary: 'Remove a notification.',
    input: z.strictObject({ id: count(1) }),
    answer: done,
  }),
  listEvents: operation({
    method: 'GET',
    path: '/events',
    summary: 'List the events, the oldest first.',
    input: nothing,
    answer: z.array(eventRow),
  }),
  addEvent: operation({
    method: 'POST',
    path: '/events',
    summary: 'Add an event to MAAS’s log, as the importer writes them.',
    input: z.strictObject({
      description: filled,
      type: described(
        withDefault(text, 'Region import info'),
        'MAAS up to 3.7 also writes Region import warning and Region import error.',
      ),
      level: described(
        z.optional(level),
        'By default WARNING for Region import warning, ERROR for Region import error, and DEBUG for all others, as MAAS writes them.',
      ),
    }),
    answer: z.strictObject({ id: count(1) }),
  }),
}
