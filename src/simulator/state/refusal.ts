/** MAAS's validation messages by field; `__all__` for the whole. */
export type Fields = Record<string, string[]>

type Reason =
  /** A form that does not hold: 400 with messages by field. */
  | { kind: 'invalid'; fields: Fields }
  /** The database refused a second row: as `invalid`, but MAAS answers with a barer content type. */
  | { kind: 'duplicate'; fields: Fields }
  /** 400 with a sentence. */
  | { kind: 'refused'; message: string }
  /** A body that cannot be read: 400. */
  | { kind: 'unreadable'; message: string }
  /** 404 with a sentence. */
  | { kind: 'missing'; message: string }
  /** The database refused a value that another row has, and MAAS takes it for two requests at a time: 409. */
  | { kind: 'conflict' }
  /** What MAAS does not catch: 500 with the words of the Python error. */
  | { kind: 'crash'; message: string }

/** A rule of MAAS says no. The HTTP side turns the kind into a status. */
export class Refusal extends Error {
  readonly reason: Reason

  constructor(reason: Reason) {
    super(textOf(reason))
    this.reason = reason
  }
}

function textOf(reason: Reason): string {
  if (reason.kind === 'conflict') return 'Conflict error'
  return 'message' in reason ? reason.message : JSON.stringify(reason.fields)
}

export const invalid = (fields: Fields) => new Refusal({ kind: 'invalid', fields })
export const missing = (model: string) =>
  new Refusal({ kind: 'missing', message: `No ${model} matches the given query.` })
