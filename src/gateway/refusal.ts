import type { ThereNow } from '#contract/there-now.ts'
import type { Problem } from '#contract/gateway.ts'

export type ProblemCode = Problem['error']['code']

/** A request that is refused or fails: an exception inside the gateway, and a `problem` in its answer. */
export class Refusal extends Error {
  readonly status: number
  readonly code: ProblemCode
  readonly fields: Record<string, string[]> | undefined
  /** Seconds after which another try makes sense; undefined: not known. */
  readonly retryAfter: number | undefined
  /** What MAAS has now, when a write expected something else. */
  readonly now: ThereNow | undefined = undefined

  constructor(
    status: number,
    code: ProblemCode,
    message: string,
    fields?: Record<string, string[]>,
    retryAfter?: number,
  ) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.code = code
    this.fields = fields
    this.retryAfter = retryAfter
  }
}

/** What the answer to the caller says: the refusal itself, and nothing about another error. */
export const asRefusal = (error: unknown): Refusal =>
  error instanceof Refusal
    ? error
    : new Refusal(500, 'internal', 'The gateway failed to handle this request.')

/** The body of a refusal, as in the contract. */
export function problemOf(refusal: Refusal, requestId?: string): Problem {
  const { code, message, fields, now, retryAfter } = refusal
  return {
    error: {
      code,
      message: message.slice(0, 2_000),
      ...(fields && { fields }),
      ...(now && { now }),
      ...(retryAfter !== undefined && { retryAfter }),
      ...(requestId !== undefined && { requestId }),
    },
  }
}
