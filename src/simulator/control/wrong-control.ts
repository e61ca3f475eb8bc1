/** What is wrong with a call of the control API, by the path of the value in its body: `change.release`. */
export type WrongField = { readonly path: string; readonly message: string }

/** All of it in words, a line each. */
export const wrongFieldsText = (wrong: readonly WrongField[]): string =>
  wrong.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n')

/** A call of the control API that is refused. It has changed nothing. */
export class WrongControl extends Error {
  readonly status: 400 | 404 | 409
  readonly wrong: readonly WrongField[]

  constructor(status: 400 | 404 | 409, wrong: readonly WrongField[]) {
    super(wrongFieldsText(wrong))
    this.name = 'WrongControl'
    this.status = status
    this.wrong = wrong
  }
}
