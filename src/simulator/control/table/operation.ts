import * as z from 'zod/mini'

/** One call of the control API. */
export type Operation = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/control/v1`; `:name` is a part of the path. */
  readonly path: string
  readonly summary: string
  /** The parts of the path and the fields of the body together. */
  readonly input: z.ZodMiniType
  readonly answer: z.ZodMiniType
}

export const operation = <T extends Operation>(one: T): T => one

export const nothing = z.strictObject({}, 'takes no fields')
export const done = z.strictObject({})
