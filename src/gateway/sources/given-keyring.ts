import type { Catalogue } from '#contract/gateway.ts'
import { toBase64 } from '#lib/text/base64.ts'
import { displayText } from '#lib/text/display-text.ts'
import type { Keyring } from '#streams/signatures/keyring.ts'
import { StreamError } from '#streams/stream-error.ts'
import type { KeyringFile } from '#gateway/fetch/keyring-file.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { SourceWork } from '#gateway/sources/process/source-work.ts'

/** A keyring of a boot source in MAAS, or as an administrator enters it. */
export type GivenKeyring = {
  readonly filename: string
  /** Null: none; never together with a file name. */
  readonly data: Uint8Array | null
}
export type UsedKeyring = {
  /** Null: there is no keyring to verify with. */
  readonly keyring: Keyring | null
  readonly answer: Catalogue['keyring']
}

export type KeyringNeeds = {
  readonly work: Pick<SourceWork, 'keyring'>
  /** A keyring that MAAS names by path, if this machine has it. */
  readonly keyringFile: (name: string) => Promise<KeyringFile>
}

const NONE = { form: null, keys: [], data: null }

/** The keyring of a boot source in MAAS. An unreadable keyring is reported, not thrown. */
export async function savedKeyring(given: GivenKeyring, needs: KeyringNeeds): Promise<UsedKeyring> {
  try {
    return await readGiven(given, needs, false)
  } catch (error) {
    if (!(error instanceof StreamError)) throw error
    return { keyring: null, answer: { ...NONE, state: 'unreadable', message: error.message } }
  }
}

/**
 * The keyring that an administrator enters for a new source. Keyring data is converted into the binary form that MAAS
 * needs, which the answer contains. Throws a Refusal that names the field when it is not a keyring.
 */
export async function newKeyring(given: GivenKeyring, needs: KeyringNeeds): Promise<UsedKeyring> {
  try {
    return await readGiven(given, needs, true)
  } catch (error) {
    if (!(error instanceof StreamError)) throw error
    throw new Refusal(400, 'bad-request', error.message, {
      [given.data ? 'keyring_data' : 'keyring_filename']: [error.message],
    })
  }
}

async function readGiven(
  { filename, data }: GivenKeyring,
  { work, keyringFile }: KeyringNeeds,
  converted: boolean,
): Promise<UsedKeyring> {
  if (data) {
    const keyring = await work.keyring(data, converted ? 'converted' : 'as-is')
    const used: Keyring = converted ? { ...keyring, form: 'binary' } : keyring
    return {
      keyring: used,
      answer: answerOf(used, 'Kept in MAAS as data.', converted ? toBase64(keyring.bytes) : null),
    }
  }
  if (filename === '')
    return { keyring: null, answer: { ...NONE, state: 'none', message: 'No keyring is named.' } }
  const found = await keyringFile(filename)
  if (found.state === 'read') {
    const keyring = await work.keyring(found.bytes, 'as-is')
    return { keyring, answer: answerOf(keyring, `Read from ${displayText(filename)}.`, null) }
  }
  return { keyring: null, answer: { ...NONE, state: 'elsewhere', message: elsewhere(filename, found.state) } }
}

function answerOf(keyring: Keyring, message: string, data: string | null): Catalogue['keyring'] {
  const { form, facts, notes } = keyring
  return {
    state: 'read',
    form,
    keys: [...facts],
    message: [message, ...notes].join(' ').slice(0, 2_000),
    data,
  }
}

function elsewhere(filename: string, state: 'missing' | 'unreadable' | 'elsewhere'): string {
  const name = displayText(filename)
  const why = {
    missing: `The keyring ${name} is not on the machine of the gateway`,
    unreadable: `${name} cannot be read on the machine of the gateway`,
    elsewhere: `The gateway does not read keyrings from the folder of ${name}`,
  }[state]
  // what happens if the region lacks it, too, depends on its version, and the page says it
  return `${why}; only the MAAS region can check its copy.`
}
