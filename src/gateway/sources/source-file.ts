import type { CatalogueSignature } from '#contract/gateway.ts'
import type { StreamReader } from '#selections/maas-version.ts'
import type { MirrorOrder } from '#selections/wanted.ts'
import type { SourceAddress } from '#streams/simplestreams/address.ts'
import { parseStreamJson } from '#streams/json/stream-json.ts'
import { jsonWithinSigned, linesBeforeSigned } from '#streams/signatures/signed-anyway.ts'
import { StreamError } from '#streams/stream-error.ts'
import type { BeginDigest } from '#streams/signatures/text-digests.ts'
import { verifyClearsigned } from '#streams/signatures/verify.ts'
import { NOT_TEXT, type Way, whatTextIs } from '#streams/catalogue/other-content.ts'
import { brief } from '#gateway/addresses/shown-address.ts'
import type { UsedKeyring } from './given-keyring.ts'
import { Refusal } from '#gateway/refusal.ts'
import { unsignedByAddress, unsignedInSigned, withoutKeyring, withoutVerification } from './trust.ts'

/** A source, and the rules for reading it. */
export type SourceRules = {
  readonly address: SourceAddress
  readonly keyring: UsedKeyring
  /** MAAS 3.8: the source is marked so that MAAS does not verify it. */
  readonly skipVerification: boolean
  readonly reader: StreamReader
  /** Also finds out what a mirror of this source would hold. */
  readonly mirror?: MirrorOrder | undefined
}
/** A file as received. */
export type SourceFile = {
  readonly bytes: Uint8Array
  /** The public address it came from, after redirects. */
  readonly address: string
}
/** A file, verified and parsed. */
export type ReadSourceFile = {
  readonly json: unknown
  readonly signature: CatalogueSignature
  readonly address: string
  /** It is signed, although nothing is verified at this address. */
  readonly signedAnyway: boolean
  /** It is not signed, although MAAS verifies it. */
  readonly lacksSignature: boolean
}

/**
 * Verifies and parses a file of a source.
 * @param asked its address
 * @param isNamed by an index, so that it may be unsigned at the address of signed files
 * @param beginDigest see verifyClearsigned
 * @throws Refusal source-unreadable that says what the file is instead
 */
export async function readFile(
  asked: string,
  { bytes, address: from }: SourceFile,
  { address, keyring, skipVerification }: SourceRules,
  isNamed: boolean,
  beginDigest: BeginDigest,
): Promise<ReadSourceFile> {
  const url = brief(asked)
  const way = { asked: new URL(asked).href, from }
  const text = textOf(url, bytes)
  if (!address.signed) {
    const signed = jsonWithinSigned(text)
    const json = parse(url, signed?.json ?? text, way, signed?.linesBefore)
    const signature = unsignedByAddress()
    return { json, address: from, signature, signedAnyway: signed !== null, lacksSignature: false }
  }
  const { data, ...verified } = await verifyClearsigned(text, keyring.keyring, beginDigest)
  const lacksSignature = data === ''
  if (lacksSignature && !(isNamed && isJsonObject(text))) throw notSigned(url, text, verified.message, way)
  const json = lacksSignature ? parse(url, text, way) : parse(url, data, way, linesBeforeSigned(text))
  const checked = keyring.keyring ? verified : withoutKeyring(keyring.answer)
  const signature = lacksSignature ? unsignedInSigned() : checked
  return {
    json,
    address: from,
    signature: skipVerification ? withoutVerification(signature) : signature,
    signedAnyway: false,
    lacksSignature: lacksSignature && !skipVerification,
  }
}

const isJsonObject = (text: string) => text.trimStart().startsWith('{')

/** Keeps a byte order mark, because gpgv does not ignore it. */
function textOf(url: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw unreadable(`${url} ${NOT_TEXT}`)
  }
}

/** The refusal for a file that is not signed. */
function notSigned(url: string, text: string, message: string, way: Way): Refusal {
  const other = whatTextIs(text, way)
  if (other !== null) return foreign(url, other, way)
  if (isJsonObject(text)) {
    return unreadable(
      `${url}: ${message} MAAS needs a signed file here. For an unsigned mirror use the address of its streams/v1/index.json.`,
    )
  }
  return unreadable(`${url}: ${message}`)
}

/** @param other the kind of file, see whatTextIs */
const foreign = (url: string, other: string, { asked, from }: Way) =>
  unreadable(asked === from ? `${url} ${other}` : `${url} ${other} The server redirected to ${brief(from)}.`)

/** @param linesBefore lines of the file before its JSON */
function parse(url: string, text: string, way: Way, linesBefore = 0): unknown {
  try {
    return parseStreamJson(text, linesBefore)
  } catch (error) {
    const other = whatTextIs(text, way)
    throw other === null ? unreadable(`${url}: ${parseFailure(error)}`) : foreign(url, other, way)
  }
}

/** Why parsing failed, in a sentence. */
export const parseFailure = (error: unknown) =>
  error instanceof StreamError ? error.message : 'It cannot be read.'

export const unreadable = (message: string) => new Refusal(502, 'source-unreadable', message)
