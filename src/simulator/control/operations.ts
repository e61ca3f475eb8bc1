import type * as z from 'zod/mini'
import { CLOCK_TABLE } from './table/clock-table.ts'
import { EVENT_TABLE } from './table/event-table.ts'
import { IMAGE_TABLE } from './table/image-table.ts'
import { IMPORT_TABLE } from './table/import-table.ts'
import { MACHINE_TABLE } from './table/machine-table.ts'
import { NETWORK_TABLE } from './table/network-table.ts'
import type { Operation } from './table/operation.ts'
import { PEOPLE_TABLE } from './table/people-table.ts'
import { STATE_TABLE } from './table/state-table.ts'
import { STREAM_TABLE } from './table/stream-table.ts'

/** Every call of the control API: the server, the client and the OpenAPI document are made from this table. */
export const OPERATIONS = {
  ...STATE_TABLE,
  ...CLOCK_TABLE,
  ...STREAM_TABLE,
  ...NETWORK_TABLE,
  ...IMAGE_TABLE,
  ...IMPORT_TABLE,
  ...MACHINE_TABLE,
  ...PEOPLE_TABLE,
  ...EVENT_TABLE,
} as const satisfies Readonly<Record<string, Operation>>

export type OperationName = keyof typeof OPERATIONS
/** What a caller passes. */
export type Input<N extends OperationName> = z.input<(typeof OPERATIONS)[N]['input']>
/** It may be left out where every field may be. */
export type InputArguments<N extends OperationName> =
  Record<string, never> extends Input<N> ? [input?: Input<N>] : [input: Input<N>]
/** What the operation gets, with defaults. */
export type Read<N extends OperationName> = z.output<(typeof OPERATIONS)[N]['input']>
export type Answer<N extends OperationName> = z.output<(typeof OPERATIONS)[N]['answer']>

/** Below this path on the port of the control API. */
export const CONTROL_PATH = '/control/v1'
