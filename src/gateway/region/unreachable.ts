import { Refusal } from '#gateway/refusal.ts'

const CAUSES: readonly (readonly [code: RegExp, words: string])[] = [
  [/TIMEOUT|TIMEDOUT|^TimeoutError$/, 'it did not answer in time'],
  [/^ECONNREFUSED$/, 'the connection was refused'],
  [
    /^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/,
    'the connection was cut before the answer was complete',
  ],
  [/^ENOTFOUND$/, 'its host name was not found'],
  [/^EAI_AGAIN$/, 'its host name could not be resolved'],
  [/^E(HOST|NET)UNREACH$/, 'there is no route to it'],
  [/^HPE_|^HTTPParserError$|^UND_ERR_HEADERS_OVERFLOW$/, 'the server does not speak valid HTTP'],
  [
    /CERT|SSL|TLS|SELF_SIGNED/,
    'its certificate is not trusted (if it comes from a private authority, start the gateway with --ca)',
  ],
]

/** A refusal that explains why a region gave no answer, from the errors of Node and undici. `host`: for the message. */
export function unreachable(host: string, error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const names = error instanceof Error ? [...('code' in error ? [String(error.code)] : []), error.name] : []
  const [late] = CAUSES
  const found = CAUSES.find(([code]) => names.some((name) => code.test(name)))
  return new Refusal(
    found && found === late ? 504 : 502,
    'region-unreachable',
    `Cannot reach the MAAS region at ${host}: ${found?.[1] ?? 'the connection failed'}. Check that MAAS is running and that this server can reach it.`,
  )
}
