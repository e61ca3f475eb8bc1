/** A call of MAAS's API 2.0 and what MAAS answers, as plain data. The calls of a table follow each other on one region. */
export type ContractCall = {
  /** What the answer proves. */
  readonly title: string
  /** Whose API key signs it; a stranger's key is of no one. Left out: the administrator's. */
  readonly as?: 'admin' | 'operator' | 'a stranger' | 'no one'
  /** `GET boot-sources/`: below `/MAAS/api/2.0/`, or below `/MAAS` with a slash at the beginning. */
  readonly call: `${'GET' | 'POST' | 'PUT' | 'DELETE'} ${string}`
  readonly form?: Readonly<Record<string, string | readonly string[]>>
  /** A multipart form; a file is given by its text. */
  readonly parts?: Readonly<Record<string, string | { readonly file: string }>>
  readonly bytes?: string
  readonly status: number
  /** The whole text, or one that it contains, or some of the fields of a JSON answer; an array: all of its items. */
  readonly text?: string
  readonly has?: string
  readonly json?: unknown
  /** The Allow header. */
  readonly allow?: string
}

/** A request as it travels to a door, also into a browser. */
export type SentRequest = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}
export type ReceivedAnswer = {
  readonly status: number
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A place where MAAS's API over an embedded region answers. */
export type Door = {
  /** `http://127.0.0.1:N/MAAS` */
  readonly maasUrl: string
  readonly keys: { readonly admin: string; readonly operator: string }
  /** Milliseconds since 1970, on the wall clock of the region. */
  readonly now: () => number
  readonly call: (sent: SentRequest) => Promise<ReceivedAnswer>
  /** Starts the region again in a scenario, with the same keys. Its clock stands still. */
  readonly restart: (scenario: string) => Promise<void>
}
