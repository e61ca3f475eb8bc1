/** MAAS's validation messages by field; `__all__` for the whole form. */
export type Fields = Record<string, string[]>

type Reason =
  /** An invalid form: 400 with messages by field. */
  | { kind: 'invalid'; fields: Fields }
  /**
   * The database refused a second row. Like `invalid`, but MAAS answers with a content type without a charset.
   */
  | { kind: 'duplicate'; fields: Fields }
  /** 400 with a sentence. */
  | { kind: 'refused'; message: string }
  /** A body that cannot be read: 400. */
  | { kind: 'unreadable'; message: string }
  /** 404 with a sentence. */
  | { kind: 'missing'; message: string }
  /**
   * The database refused a value that another row has, which MAAS treats like two simultaneous requests: 409.
   */
  | { kind: 'conflict' }
  /** An error that MAAS does not catch: 500 with the message of the Python error. */
  | { kind: 'crash'; message: string }
  /** The process that handles the request ends: the web server in front answers 502. */
  | { kind: 'died' }

/** A refusal by a rule of MAAS. The HTTP side turns its kind into a status. */
export class MaasRefusal extends Error {
  readonly reason: Reason

  constructor(reason: Reason) {
    super(textOf(reason))
    this.reason = reason
  }
}

function textOf(reason: Reason): string {
  if (reason.kind === 'conflict') return 'Conflict error'
  if (reason.kind === 'died') return 'The process has ended'
  return 'message' in reason ? reason.message : JSON.stringify(reason.fields)
}

export const invalid = (fields: Fields) => new MaasRefusal({ kind: 'invalid', fields })
export const missing = (model: string) =>
  new MaasRefusal({ kind: 'missing', message: `No ${model} matches the given query.` })
