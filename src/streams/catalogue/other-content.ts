import { parseUrl } from '#lib/parse-url.ts'

/*
 * Describes what an address returns instead of a SimpleStreams file: a predicate for "<address> …", with what
 * to do. Servers may be hostile, so none of their text is repeated, and only the beginning is searched.
 */

const SEARCHED = 64 * 1024
const COPY_AGAIN = 'Copy the file to the mirror again.'

type Magic = readonly [bytes: readonly number[], what: string]
const packed = (what: string, command: string) =>
  `is ${what}. MAAS does not unpack it, and the server does not announce it as compressed. Unpack the file on the mirror (${command}).`

const MAGIC: readonly Magic[] = [
  [[0x1f, 0x8b], packed('gzip-compressed', 'gunzip')],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], packed('xz-compressed', 'xz --decompress')],
  [[0x42, 0x5a, 0x68], packed('bzip2-compressed', 'bunzip2')],
  [[0x28, 0xb5, 0x2f, 0xfd], packed('zstd-compressed', 'unzstd')],
  [[0x50, 0x4b, 0x03, 0x04], packed('a ZIP archive', 'unzip')],
  [[0x50, 0x4b, 0x05, 0x06], packed('an empty ZIP archive', 'unzip')],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], packed('a 7z archive', '7z x')],
  [[0xff, 0xfe], 'is UTF-16 text. MAAS reads UTF-8 only: save the file as UTF-8.'],
  [[0xfe, 0xff], 'is UTF-16 text. MAAS reads UTF-8 only: save the file as UTF-8.'],
]
const NUL_ONLY = `consists of NUL bytes: the copy is broken, for example after a crash or on a full disk. ${COPY_AGAIN}`
const NUL_PART = `contains NUL bytes: the copy is broken, for example after a crash or on a full disk. ${COPY_AGAIN}`
export const NOT_TEXT =
  'is not UTF-8 text, so it is not a SimpleStreams file. Check the address, or copy the file to the mirror again.'

/** The kind of file, if MAAS cannot read the bytes as text; null if they may be text. */
export function whatBytesAre(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return `is an empty file. ${COPY_AGAIN}`
  return MAGIC.find(([magic]) => magic.every((byte, at) => bytes[at] === byte))?.[1] ?? null
}

/** The requested address, and the one that answered after redirects. */
export type Way = { readonly asked: string; readonly from: string }

/** The kind of text that is neither an index nor products; null if it is not known. */
export function whatTextIs(text: string, way: Way): string | null {
  const nul = text.indexOf('\0')
  if (nul >= 0) return /^\0+$/.test(text) ? NUL_ONLY : NUL_PART
  const start = text
    .slice(0, SEARCHED)
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (start === '') return `contains no text. ${COPY_AGAIN}`
  if (start.startsWith('-----BEGIN PGP SIGNATURE')) {
    return 'is a detached signature, not a signed file. MAAS reads files that contain both (.sjson): sign with gpg --clearsign.'
  }
  if (start.startsWith('-----BEGIN PGP PUBLIC KEY')) {
    return 'is a public key, not a SimpleStreams file. Check the address, and use the key as the keyring.'
  }
  if (!start.startsWith('<')) return null
  return whatMarkupIs(start, way)
}

const WEB_PAGE =
  'is a web page, not a SimpleStreams file. The address belongs to a website, or a proxy answers instead of the mirror. Check the address.'
const LOGIN =
  'is a login page, not a SimpleStreams file. MAAS cannot log in to a source: allow access to the mirror without a login.'
const PORTAL =
  'is the page of a captive portal: the network of the gateway’s machine requires a login. Log in to that network, or use another address for the mirror.'
const LISTING =
  'is a directory listing of a web server, not a SimpleStreams file. Use the address of the folder that contains streams/v1/index.sjson.'
const BUCKET =
  'is the file list of a storage bucket, not a SimpleStreams file. Use the address of the folder in the bucket that contains streams/v1/index.sjson.'

function whatMarkupIs(start: string, way: Way): string {
  const code = bucketError(start)
  if (code !== null) return `is an error message of a storage bucket. ${whatBucketSays(code)}`
  if (
    /^(?:<\?xml[^>]*>\s*)?<(?:ListBucketResult|EnumerationResults|ListAllMyBucketsResult)[\s>]/.test(start)
  ) {
    return BUCKET
  }
  if (/captive.?portal|WISPAccessGatewayParam|network authentication required|hotspot login/i.test(start)) {
    return PORTAL
  }
  if (/<input[^>]{0,500}type\s*=\s*["']?password/i.test(start)) return LOGIN
  if (/<form[^>]{0,500}action\s*=\s*["']?[^"'\s>]{0,300}(?:log|sign)[-_]?(?:in|on)/i.test(start)) return LOGIN
  if (/<title>[^<]{0,100}\b(?:log|sign)[ -]?(?:in|on)\b/i.test(start)) return LOGIN
  if (isLoginAddress(way)) return LOGIN
  if (/<(?:title|h1)>\s*(?:Index of|Directory listing for) /i.test(start)) return LISTING
  if (/^<\?xml(?![^]{0,500}<html)/i.test(start)) {
    return 'is an XML file, not a SimpleStreams file. Check the address.'
  }
  return WEB_PAGE
}

/** Whether the server redirected to an address that looks like a login page. */
function isLoginAddress({ asked, from }: Way): boolean {
  const url = asked === from ? null : parseUrl(from)
  if (!url) return false
  return /(?:^|[/._-])(?:(?:log|sign)[-_]?(?:in|on)|sso|saml2?|oauth2?|oidc|adfs|auth|authorize)(?:$|[/._-])/i.test(
    url.pathname,
  )
}

/**
 * The code in an error message of a storage bucket (S3, Google Cloud Storage, Azure, MinIO); null for any other
 * text.
 */
export function bucketError(text: string): string | null {
  const error = /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?<Error>\s*<Code>([A-Za-z]{1,60})<\/Code>/.exec(text)
  return error?.[1] ?? null
}

/** What the code means, and what to do. An unknown code is not repeated. */
export function whatBucketSays(code: string): string {
  switch (code) {
    case 'NoSuchKey':
    case 'BlobNotFound':
    case 'ResourceNotFound':
      return `It does not contain this file (${code}). Check the address.`
    case 'NoSuchBucket':
    case 'ContainerNotFound':
      return `There is no bucket of this name (${code}). Check the address.`
    case 'AccessDenied':
    case 'AllAccessDisabled':
    case 'AuthenticationFailed':
    case 'AuthenticationRequired':
    case 'PublicAccessNotPermitted':
      return `It does not contain this file, or does not allow public access to it (${code}). Check the address, and make the files publicly readable: MAAS cannot log in to a source.`
    default:
      return 'It reports an error. Check the address, and the settings of the bucket.'
  }
}
