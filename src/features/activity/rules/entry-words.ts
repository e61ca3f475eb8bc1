import type { Entry } from '#api/activity/entry.ts'

const DONE: Readonly<Record<Entry['action'], string>> = {
  create: 'Created',
  change: 'Changed',
  delete: 'Deleted',
  start: 'Started',
  stop: 'Stopped',
  dismiss: 'Dismissed',
  upload: 'Uploaded',
}

const WHAT: Readonly<Record<Entry['what'], string>> = {
  selection: 'selection',
  source: 'boot source',
  setting: 'setting',
  import: 'import',
  image: 'image',
  notification: 'notification',
}

/** The kinds of objects, for the filter. */
export const KINDS = Object.entries(WHAT) as readonly (readonly [Entry['what'], string])[]

/** "Changed selection: ubuntu noble" */
export const entryTitle = ({ what, action, subject }: Entry): string =>
  what === 'import' ? `${DONE[action]} import` : `${DONE[action]} ${WHAT[what]}: ${subject}`

/** Changes that were only seen in MAAS have no user. */
export const isSeen = ({ who }: Entry): boolean => who === ''

export const whoText = (entry: Entry): string => (isSeen(entry) ? 'Unknown user' : entry.who)

const RESULTS: Readonly<Record<Entry['result'], string>> = {
  sent: 'Sent; no answer recorded',
  done: 'Done',
  refused: 'Refused',
  unknown: 'Answer lost; MAAS may have applied it',
  conflict: 'Not applied, because someone else had changed it',
}
export const resultText = (entry: Entry): string => (isSeen(entry) ? 'Seen in MAAS' : RESULTS[entry.result])
