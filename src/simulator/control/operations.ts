import * as z from 'zod/mini'
import { faultRule } from './fault-rule.ts'
import { machineForm, noteForm, stateDocument } from './state-document.ts'
import { streamChange } from './stream-change.ts'
import { count, described, nameOf, speed, text, time, yesNo, withDefault } from './values.ts'

/* Every call of the control API: the server, the client and the OpenAPI document are made from this table. */

type Operation = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/control/v1`; `:name` is a part of the path. */
  readonly path: string
  readonly summary: string
  /** The parts of the path and the fields of the body together. */
  readonly input: z.ZodMiniType
  readonly answer: z.ZodMiniType
}

const nothing = z.strictObject({}, 'takes no fields')
const done = z.strictObject({})

const clock = z.strictObject({
  now: described(time, 'Milliseconds since 1970, in the region’s time.'),
  speed: described(
    z.number(),
    'How many times as fast as the wall clock the region’s time runs; 0: it stands still.',
  ),
})
const name = described(nameOf('a stream'), 'The name of the stream, as in its address.')
const stream = z.strictObject({
  name,
  represents: described(text, 'The public address that it stands for.'),
  servedAt: described(text, 'The address at which it is served.'),
  changes: z.array(z.strictObject({ at: time, change: streamChange })),
})
const conditions = z.strictObject({
  reachable: described(yesNo, 'Whether the region and its streams answer; else every connection is cut.'),
  sourcesAnswer: described(
    yesNo,
    'Whether sources answer the region. The gateway and browsers reach them anyway.',
  ),
  bytesPerSecond: described(count(0), 'The rate of downloads; 0: they stall.'),
  freeBytes: described(z.nullable(count(0)), 'Room for images on the region’s disk; null: no limit.'),
  proxyRefuses: described(yesNo, 'Whether the proxy for images refuses the requests of MAAS.'),
})
const fault = z.extend(faultRule, {
  id: count(1),
  hits: described(count(0), 'How many calls it has spoiled.'),
})
const imports = z.strictObject({ importing: yesNo })
const scenario = nameOf('a scenario')
const username = nameOf('a user')

const operation = <T extends Operation>(one: T): T => one

export const OPERATIONS = {
  listScenarios: operation({
    method: 'GET',
    path: '/scenarios',
    summary: 'List the scenarios.',
    input: nothing,
    answer: z.array(z.strictObject({ name: text, about: text })),
  }),
  reset: operation({
    method: 'POST',
    path: '/reset',
    summary:
      'Start the region again in a scenario: with its first streams, without faults, and with the API keys of admin and operator as they are.',
    input: z.strictObject({
      scenario,
      version: described(
        z.optional(z.enum(['3.4', '3.5', '3.6', '3.7', '3.8'], 'must be 3.4, 3.5, 3.6, 3.7 or 3.8')),
        'The version of MAAS; without it, that of the scenario.',
      ),
    }),
    answer: z.strictObject({ scenario: text, version: text }),
  }),
  readState: operation({
    method: 'GET',
    path: '/state',
    summary: 'Read the whole state of the region, with its clock and its streams.',
    input: nothing,
    answer: stateDocument,
  }),
  replaceState: operation({
    method: 'PUT',
    path: '/state',
    summary: 'Replace the whole state, as GET /state answered it. Faults stay.',
    input: stateDocument,
    answer: done,
  }),
  readClock: operation({
    method: 'GET',
    path: '/clock',
    summary: 'Read the region’s clock.',
    input: nothing,
    answer: clock,
  }),
  setSpeed: operation({
    method: 'PUT',
    path: '/clock',
    summary: 'Set the speed of the region’s clock; 0 holds it.',
    input: z.strictObject({
      speed,
    }),
    answer: clock,
  }),
  advance: operation({
    method: 'POST',
    path: '/clock/advance',
    summary: 'Let this much time pass in the region, now.',
    input: z.strictObject({
      seconds: z
        .number('must be a number')
        .check(
          z.minimum(0, 'must be 0 to 31,536,000 (a year)'),
          z.maximum(31_536_000, 'must be 0 to 31,536,000 (a year)'),
        ),
    }),
    answer: clock,
  }),
  runUntilIdle: operation({
    method: 'POST',
    path: '/clock/run-until-idle',
    summary: 'Let time pass until the region neither imports nor is about to read a source.',
    input: z.strictObject({
      hours: described(withDefault(count(1, 168), 24), 'Stop after this much of the region’s time.'),
    }),
    answer: z.strictObject({
      idle: described(yesNo, 'Whether the region is idle; false for an import that stands still.'),
      seconds: described(z.number(), 'The time that has passed in the region.'),
      now: time,
    }),
  }),
  listStreams: operation({
    method: 'GET',
    path: '/streams',
    summary: 'List the streams that are served, with the changes made to them.',
    input: nothing,
    answer: z.array(stream),
  }),
  changeStream: operation({
    method: 'POST',
    path: '/streams/:name/changes',
    summary: 'Change a stream, for the region and for everyone who reads its files.',
    input: z.strictObject({ name, change: streamChange }),
    answer: stream,
  }),
  restoreStream: operation({
    method: 'DELETE',
    path: '/streams/:name/changes',
    summary: 'Take all changes of a stream back.',
    input: z.strictObject({ name }),
    answer: stream,
  }),
  listFaults: operation({
    method: 'GET',
    path: '/faults',
    summary: 'List the faults that are in force.',
    input: nothing,
    answer: z.array(fault),
  }),
  addFault: operation({
    method: 'POST',
    path: '/faults',
    summary: 'Spoil the next calls that match, or every one.',
    input: faultRule,
    answer: fault,
  }),
  removeFault: operation({
    method: 'DELETE',
    path: '/faults/:id',
    summary: 'Remove a fault.',
    input: z.strictObject({ id: count(1) }),
    answer: done,
  }),
  removeFaults: operation({
    method: 'DELETE',
    path: '/faults',
    summary: 'Remove all faults.',
    input: nothing,
    answer: done,
  }),
  readConditions: operation({
    method: 'GET',
    path: '/conditions',
    summary: 'Read what the region works under: what it reaches, its download rate, its disk.',
    input: nothing,
    answer: conditions,
  }),
  setConditions: operation({
    method: 'PATCH',
    path: '/conditions',
    summary: 'Change some of these conditions.',
    input: z.partial(conditions),
    answer: conditions,
  }),
  startImport: operation({
    method: 'POST',
    path: '/import',
    summary: 'Start an import, as another client of MAAS would.',
    input: nothing,
    answer: imports,
  }),
  stopImport: operation({
    method: 'DELETE',
    path: '/import',
    summary: 'Stop the import, as another client of MAAS would.',
    input: nothing,
    answer: imports,
  }),
  addMachines: operation({
    method: 'POST',
    path: '/machines',
    summary: 'Add machines of one kind.',
    input: z.strictObject({ ...machineForm, count: withDefault(count(1, 10_000), 1) }),
    answer: z.array(text),
  }),
  removeMachines: operation({
    method: 'DELETE',
    path: '/machines',
    summary: 'Remove all machines.',
    input: nothing,
    answer: done,
  }),
  addUser: operation({
    method: 'POST',
    path: '/users',
    summary: 'Add a user, with an API key.',
    input: z.strictObject({
      username,
      password: text.check(z.minLength(1, 'must not be empty')),
      admin: withDefault(yesNo, false),
      email: z.optional(text),
    }),
    answer: z.strictObject({ username, apiKey: text }),
  }),
  removeUser: operation({
    method: 'DELETE',
    path: '/users/:username',
    summary: 'Remove a user, with all API keys and sessions.',
    input: z.strictObject({ username }),
    answer: done,
  }),
  addKey: operation({
    method: 'POST',
    path: '/users/:username/keys',
    summary: 'Add an API key to a user.',
    input: z.strictObject({ username, name: z.optional(text) }),
    answer: z.strictObject({ apiKey: text }),
  }),
  removeKeys: operation({
    method: 'DELETE',
    path: '/users/:username/keys',
    summary: 'Delete all API keys of a user, as the user can in MAAS.',
    input: z.strictObject({ username }),
    answer: done,
  }),
  addNotification: operation({
    method: 'POST',
    path: '/notifications',
    summary: 'Add a notification of MAAS.',
    input: z.strictObject({
      message: text.check(z.minLength(1, 'must not be empty')),
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
  addEvent: operation({
    method: 'POST',
    path: '/events',
    summary: 'Add an event to MAAS’s log, as the importer writes them.',
    input: z.strictObject({
      description: text.check(z.minLength(1, 'must not be empty')),
      type: withDefault(text, 'Region import info'),
    }),
    answer: z.strictObject({ id: count(1) }),
  }),
} as const satisfies Readonly<Record<string, Operation>>

export type OperationName = keyof typeof OPERATIONS
/** What a caller passes. */
export type Input<N extends OperationName> = z.input<(typeof OPERATIONS)[N]['input']>
/** What the operation gets, with defaults. */
export type Read<N extends OperationName> = z.output<(typeof OPERATIONS)[N]['input']>
export type Answer<N extends OperationName> = z.output<(typeof OPERATIONS)[N]['answer']>

/** Below this path on the port of the control API. */
export const CONTROL_PATH = '/control/v1'
