/**
 * What happens to one call on its way to the region, or to its answer on the way back. What waits `until` something
 * loses its connection when that rejects.
 */
export type Fault =
  /** It reaches the region only after `until`; when who asked has gone by then, only if it is `stubborn`. */
  | { readonly kind: 'delay'; readonly until: Promise<unknown>; readonly stubborn?: boolean }
  /** The region does it, but its answer is kept back until `until`. */
  | { readonly kind: 'hang'; readonly until: Promise<unknown> }
  /** The connection ends without an answer, before the region has heard of it or after it did it. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' }
  /** The region does it; half of its answer comes, then the connection ends. */
  | { readonly kind: 'truncate' }
  /** The region does it; half of its answer comes as if it were all. */
  | { readonly kind: 'halve' }
  /** The region does it; its answer ends in a reset. */
  | { readonly kind: 'reset'; readonly at: 'headers' | 'body' }
  /** The region does it, but bytes of its answer are flipped, including the first one, so that it is not JSON. */
  | { readonly kind: 'corrupt' }
  /** Something else answers, instead of the region or after it did it. */
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
  elsewhere: page(302, '302 Found', { Location: 'http://login.example.com/?next=maas' }),
} as const satisfies Record<string, Said>

/** Every fault that ends without a release, by its effect. */
export const FAULTS: readonly (readonly [name: string, fault: Fault])[] = [
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
  ['is told to come later', { kind: 'instead', answer: 'come-later', when: 'before' }],
  ['is sent elsewhere', { kind: 'instead', answer: 'elsewhere', when: 'before' }],
]
