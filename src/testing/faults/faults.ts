/**
 * A fault of one call on its way to the region, or of its answer on the way back. A call that waits `until` a promise
 * resolves loses its connection if the promise rejects.
 */
export type ProxyFault =
  /** The call reaches the region only after `until`. If the caller has left by then, only a `stubborn` call arrives. */
  | { readonly kind: 'delay'; readonly until: Promise<unknown>; readonly stubborn?: boolean }
  /** The region applies the call, but its answer is held until `until`. */
  | { readonly kind: 'hang'; readonly until: Promise<unknown> }
  /** The connection ends without an answer, before the region receives the call or after the region applied it. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' }
  /** The region applies the call; the connection ends after half of its answer. */
  | { readonly kind: 'truncate' }
  /** The region applies the call; half of its answer arrives and looks complete. */
  | { readonly kind: 'halve' }
  /** The region applies the call; the connection is reset during its answer. */
  | { readonly kind: 'reset'; readonly at: 'headers' | 'body' }
  /** The region applies the call, but bytes of its answer are flipped, including the first, so that it is not JSON. */
  | { readonly kind: 'corrupt' }
  /** Another system answers, instead of the region or after the region applied the call. */
  | { readonly kind: 'instead'; readonly answer: Stranger; readonly when: 'before' | 'after' }

type Stranger = keyof typeof STRANGERS

type Said = { readonly status: number; readonly headers: Record<string, string>; readonly body: string }

const page = (status: number, title: string, headers: Record<string, string> = {}): Said => ({
  status,
  headers: { 'Content-Type': 'text/html', ...headers },
  body: `<html>\r\n<head><title>${title}</title></head>\r\n<body><h1>${title}</h1></body>\r\n</html>\r\n`,
})

/**
 * The answers of systems other than MAAS: a captive portal, nginx in front of it, a load balancer, a proxy with
 * a login.
 */
export const STRANGERS = {
  portal: page(200, 'Welcome to the guest network'),
  'bad-gateway': page(502, '502 Bad Gateway'),
  'too-large': page(413, '413 Request Entity Too Large'),
  'come-later': page(503, '503 Service Temporarily Unavailable', { 'Retry-After': '120' }),
  'server-error': page(500, '500 Internal Server Error'),
  conflict: page(409, '409 Conflict', { 'Retry-After': '5' }),
  elsewhere: page(302, '302 Found', { Location: 'http://login.example.com/?next=maas' }),
} as const satisfies Record<string, Said>

/** Every fault that needs no `until`, by its effect. */
export const FAULTS: readonly (readonly [name: string, fault: ProxyFault])[] = [
  ['is dropped on its way', { kind: 'drop', when: 'before' }],
  ['is done and its answer dropped', { kind: 'drop', when: 'after' }],
  ['is answered by half, then cut', { kind: 'truncate' }],
  ['is answered by half as if it were all', { kind: 'halve' }],
  ['is answered by a reset in the headers', { kind: 'reset', at: 'headers' }],
  ['is answered by a reset in the body', { kind: 'reset', at: 'body' }],
  ['is answered with flipped bytes', { kind: 'corrupt' }],
  ['meets a captive portal', { kind: 'instead', answer: 'portal', when: 'before' }],
  ['is done and answered by a captive portal', { kind: 'instead', answer: 'portal', when: 'after' }],
  ['meets a bad gateway', { kind: 'instead', answer: 'bad-gateway', when: 'before' }],
  ['is done and answered by a bad gateway', { kind: 'instead', answer: 'bad-gateway', when: 'after' }],
  ['is too large for nginx', { kind: 'instead', answer: 'too-large', when: 'before' }],
  ['is told to try later', { kind: 'instead', answer: 'come-later', when: 'before' }],
  ['is sent elsewhere', { kind: 'instead', answer: 'elsewhere', when: 'before' }],
]
