/** A field of a request: a text, or the content of the file that a shell variable names. */
export type Field =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly file: string }

/** A part of a path; a variable holds the ID of a source that an earlier call has created. */
export type Segment = string | number | { readonly variable: string }

/** One request to API 2.0 of MAAS. */
export type ApiCall = {
  /** What it does, in words. */
  readonly title: string
  readonly method: 'POST' | 'PUT' | 'DELETE'
  /** Below `/MAAS/api/2.0/`. */
  readonly path: readonly Segment[]
  readonly op?: string
  readonly fields: readonly Field[]
  /** The variable that keeps the ID in the answer. */
  readonly keeps?: string
  /** MAAS refuses the call until it has read the source. */
  readonly untilRead?: true
  /** An import that only lets MAAS read a source. */
  readonly readsSource?: true
  /** Wait until no import runs, before the call (`before`) or after it (`after`). */
  readonly importEnds?: 'before' | 'after'
}
