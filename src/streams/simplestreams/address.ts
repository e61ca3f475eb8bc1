import { parseUrl } from '#lib/parse-url.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { MAAS_IO, maasIoNamed, maasIoStream } from '#selections/maas-io.ts'

export type SourceAddress = {
  /** The address to send to MAAS. */
  readonly url: string
  /** The address to which the paths in the stream are relative; ends in a slash. */
  readonly root: string
  /** The index file below the root. */
  readonly index: string
  /** False if the address is that of a .json file, which MAAS does not verify. */
  readonly signed: boolean
  readonly maasIo: 'stable' | 'candidate' | null
  /** Notes on this address, in sentences. */
  readonly notes: readonly string[]
}
/** The address of its index. */
export const indexUrlOf = ({ root, index }: SourceAddress): string => root + index

export type AddressVerdict =
  | { readonly ok: true; readonly address: SourceAddress }
  | {
      readonly ok: false
      readonly message: string
      /** An address to suggest instead. */
      readonly suggestion: string | null
    }

/** The longest address that MAAS stores. */
const LONGEST = 200
const INDEX = 'streams/v1/index.sjson'
const FILE_OF_STREAM = /streams\/v1\/[^/]*\.s?json$/

/**
 * Reads the address of a source as a person types or pastes it. Returns the normalized address, or a refusal
 * with a suggestion. An address that MAAS refuses (recorded from 3.5.13) is refused here with the reason.
 */
export function readAddress(text: string): AddressVerdict {
  const typed = text.trim()
  if (typed === '') return no('Enter the address of a SimpleStreams source.')
  const short = maasIoNamed(typed)
  // an address that is written out with https is kept
  if (short !== null && !/^https:\/\/[^/]+\/./i.test(typed))
    return yes(addressOf(new URL(MAAS_IO[short])), [])
  if (/\s/.test(typed)) return no('An address has no spaces.', typed.replace(/\s+/g, ''))

  const scheme = /^([a-z][a-z0-9+.-]*):(?!\d)/i.exec(typed)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    return no(`MAAS reads sources over http and https only, not over ${scheme}.`)
  }
  if (typed.startsWith('/') || typed.startsWith('.')) {
    return no(
      'This is a path, not an address. MAAS reads sources over http and https only: enter the http address of the mirror.',
    )
  }
  const full = scheme === undefined ? `http://${typed}` : typed
  const url = parseUrl(full)
  if (!url) return no('This is not an address. Example: http://mirror.example.com/maas/images/')
  return checked(url, full, scheme === undefined)
}

function checked(url: URL, full: string, schemeMissing: boolean): AddressVerdict {
  if (url.username !== '' || url.password !== '') {
    return no('MAAS allows no user name or password in an address.', strip(url, { user: true }))
  }
  if (url.search !== '' || url.hash !== '' || full.endsWith('?') || full.endsWith('#')) {
    return no(
      'MAAS appends the path of the index to the address, so the address cannot contain ? or #.',
      strip(url, {}),
    )
  }
  const host = hostProblem(url, full)
  if (host !== null) return no(host)
  const file = FILE_OF_STREAM.exec(url.pathname)
  if (file && !/\/index\.s?json$/.test(file[0])) {
    return no(
      'This is a products file of a stream, not its index. MAAS refuses it with “Got invalid data for the index file”.',
      rootOf(url),
    )
  }
  if (/\/streams(\/v1)?\/*$/.test(url.pathname)) {
    return no(
      'MAAS appends streams/v1/index.sjson automatically, so the path would contain it twice.',
      rootOf(url),
    )
  }
  if (/\.s?json\/+$/.test(url.pathname)) {
    return no(
      'The address ends with a file name, so it cannot have a slash at the end.',
      url.href.replace(/\/+$/, ''),
    )
  }
  const address = addressOf(url)
  if (address.url.length > LONGEST) {
    return no(`MAAS allows addresses of at most ${LONGEST} characters; this one has ${address.url.length}.`)
  }
  return yes(address, schemeMissing ? ['http:// was added in front, as MAAS does.'] : [])
}

/** Why MAAS refuses this host; null if it does not. */
function hostProblem({ hostname, port }: URL, full: string): string | null {
  if (hostname.includes('_'))
    return 'MAAS refuses a host name with an underscore. Use another name, or its IP address.'
  const isIp = hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(hostname)
  if (!isIp && !hostname.replace(/\.$/, '').includes('.') && hostname !== 'localhost') {
    return `MAAS refuses a host name without a dot. Enter the full name, such as ${hostname}.example.com, or its IP address.`
  }
  if (port.length === 1 || /^https?:\/\/[^/]*:\d(\/|$)/i.test(full))
    return 'MAAS refuses a port with only one digit. Use another port.'
  return null
}

function yes(address: SourceAddress, notes: readonly string[]): AddressVerdict {
  return { ok: true, address: { ...address, notes: [...notes, ...address.notes] } }
}

const no = (message: string, suggestion: string | null = null): AddressVerdict => ({
  ok: false,
  message,
  suggestion,
})

/**
 * The address of a saved source as MAAS reads it, without corrections. Null if it is neither http nor https.
 */
export function addressInMaas(url: string): SourceAddress | null {
  if (!parseUrl(url) || !/^https?:\/\//i.test(url)) return null
  return split(url)
}

const addressOf = (url: URL): SourceAddress => split(url.href.replace(/([^:/])\/{2,}/g, '$1/'))

/**
 * MAAS treats an address that ends in a .json or .sjson file below streams/v1/ as the index itself, and any
 * other one as the root.
 */
function split(url: string): SourceAddress {
  const at = url.search(/streams\/v1\/.*\.s?json$/)
  const root = at >= 0 ? url.slice(0, at) : `${url.replace(/\/+$/, '')}/`
  const index = at >= 0 ? url.slice(at) : INDEX
  const address = { url, root, index, signed: !url.endsWith('.json') }
  return {
    ...address,
    maasIo: maasIoStream(root),
    notes: allNotesOn(address),
  }
}

const SLASH_COUNTS =
  'MAAS up to 3.7 treats the same address with and without a slash at the end as two sources.'

/** Notes on an address, in sentences: only those that concern this version of MAAS. */
export const notesOn = (url: string, version: string): readonly string[] =>
  (addressInMaas(url)?.notes ?? []).filter(
    (note) => note !== SLASH_COUNTS || capabilitiesOf(version).reader === 'to-3.7',
  )

function allNotesOn({ url, root, index, signed }: Omit<SourceAddress, 'maasIo' | 'notes'>): string[] {
  return [
    !signed &&
      'This is the address of an unsigned file (.json). MAAS up to 3.7 then verifies nothing, even with a keyring. Later versions use it only with verification turned off.',
    index !== INDEX &&
      index !== 'streams/v1/index.json' &&
      'MAAS 3.8 and later build wrong image addresses when the index file has another name than index.sjson or index.json.',
    index === INDEX && url.endsWith(INDEX) && `The shorter address ${root} leads to the same source.`,
    /\/ephemeral-v3\/daily\/?$/i.test(root) && '“daily” is an old name of the stable stream.',
    /\/ephemeral-v2\//i.test(root) &&
      'This is a stream of version 2, for MAAS before 2.1. Later versions of MAAS find no images in it.',
    !url.endsWith('/') && index === INDEX && !url.endsWith(INDEX) && SLASH_COUNTS,
    /^https?:\/\/[^/]*xn--/i.test(url) &&
      'The host name contains non-ASCII letters. MAAS receives it in encoded form (xn--).',
  ].filter((note) => note !== false)
}

const rootOf = ({ origin, pathname }: URL): string =>
  origin + pathname.replace(/streams(\/v1)?(\/[^/]*)?\/*$/, '')

function strip(
  { protocol, username, password, host, pathname, search, hash }: URL,
  drop: { user?: boolean },
): string {
  const user = username === '' || drop.user ? '' : `${username}${password && `:${password}`}@`
  const rest = drop.user ? search + hash : ''
  return `${protocol}//${user}${host}${pathname}${rest}`
}
