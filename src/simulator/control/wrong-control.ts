/** What is wrong with a call of the control API, by the path of the value in its body: `change.release`. */
export type Wrong = { readonly path: string; readonly message: string }

/** All of it in words, a line each. */
export const messageOf = (wrong: readonly Wrong[]): string =>
  wrong.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n')

/** A call of the control API that is refused. It has changed nothing. */
export class WrongControl extends Error {
  readonly status: 400 | 404 | 409
  readonly wrong: readonly Wrong[]

  constructor(status: 400 | 404 | 409, wrong: readonly Wrong[]) {
    super(messageOf(wrong))
    this.name = 'WrongControl'
    this.status = status
    this.wrong = wrong
  }
}
