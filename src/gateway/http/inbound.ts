/** The headers of a request, their names in lower case. */
type RequestHeaders = {
  readonly [name in 'cookie' | 'host' | 'origin' | 'content-type' | 'content-length' | 'transfer-encoding']?:
    | string
    | undefined
} & { readonly [name: string]: string | readonly string[] | undefined }

/** How a request came: all that shows whether our own page sent it. */
export type Sent = {
  readonly method: string
  readonly headers: RequestHeaders
  /** The connection is encrypted by this process itself. */
  readonly encrypted: boolean
}

/**
 * A request to the routes, as its host has received it: the HTTP server, or the service worker of the static demo. The
 * functions are called at most once, and only when the route needs them.
 */
export type Inbound = Sent & {
  /** Path and query, without the base path. */
  readonly url: string
  /** The address of the browser. */
  address(): string
  /** The browser uses plain HTTP although proxies provide TLS. */
  isPlain(): boolean
  /**
   * The JSON of the body, undefined when it has none. Throws a Refusal.
   * @param limits `most`: bytes; `signedIn`: the sender is signed in, so the limits for strangers do not apply
   */
  json(limits: { readonly most: number; readonly signedIn: boolean }): Promise<unknown>
  /** The body of this many bytes, unread. Throws a Refusal when there is no memory for it. */
  bytes(length: number): AsyncIterable<Uint8Array>
  /** Aborted, with a Refusal, when the caller leaves before the whole answer was sent. */
  gone(): AbortSignal
}
