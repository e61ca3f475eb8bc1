import type { SourceSpec } from '#api/sources.ts'
import { addressInMaas, readAddress } from '#streams/simplestreams/address.ts'
import { MAAS_IO_KEYRING, type MaasIoStream, MAAS_IO } from '#selections/maas-io.ts'
import { keyringConflict } from '#selections/keyring-conflict.ts'

/** Where MAAS has Ubuntu's keyring when it is installed from packages, and from the snap. */
export const DEFAULT_KEYRING = MAAS_IO_KEYRING
export const SNAP_KEYRING = `/snap/maas/current${MAAS_IO_KEYRING}`

/** The contents of the form. Fields that are hidden at the moment keep their values. */
export type SourceForm = {
  readonly kind: 'maas.io' | 'custom'
  readonly stream: 'stable' | 'candidate'
  readonly url: string
  readonly filename: string
  /** ASCII armor or base64, as pasted. */
  readonly data: string
}
export type SourceFormErrors = { readonly [field in keyof SourceSpec]?: string }

export const EMPTY_FORM: SourceForm = {
  kind: 'maas.io',
  stream: 'stable',
  url: '',
  filename: DEFAULT_KEYRING,
  data: '',
}

/** The form prefilled from a source. */
export function prefill({ url, keyring_filename, keyring_data }: SourceSpec): SourceForm {
  const is = (stream: MaasIoStream) => withSlash(url) === MAAS_IO[stream]
  const maasIo = is('stable') ? 'stable' : is('candidate') ? 'candidate' : null
  return {
    kind: maasIo ? 'maas.io' : 'custom',
    stream: maasIo ?? 'stable',
    url: maasIo ? '' : url,
    filename: keyring_filename,
    data: keyring_data,
  }
}

/** MAAS 3.8 removes the slash at the end, and older versions keep the URL as entered. */
const withSlash = (url: string) => url.replace(/\/*$/, '/')

/** Whether the advanced options hold something unusual that should be visible. */
export const hasAdvanced = ({ filename, data }: SourceForm): boolean =>
  data !== '' || (filename !== DEFAULT_KEYRING && filename !== SNAP_KEYRING)

/** The entered source, or what is wrong with it, by field. The URL is the one to send to MAAS. */
export function readSourceForm(
  form: SourceForm,
  /** MAAS 3.8 and later do not need a keyring. */
  unverified = false,
): { spec: SourceSpec } | { errors: SourceFormErrors; suggestion?: string } {
  const filename = form.filename.trim()
  const data = form.data.trim()
  const conflict = keyringConflict(filename, data)
  if (conflict !== null) return { errors: { keyring_data: conflict } }
  if (filename !== '' && !filename.startsWith('/')) {
    return { errors: { keyring_filename: 'Enter the full path of the file, starting with /.' } }
  }
  const address = form.kind === 'maas.io' ? readAddress(form.stream) : readAddress(form.url)
  if (!address.ok) {
    return {
      errors: { url: address.message },
      ...(address.suggestion !== null && { suggestion: address.suggestion }),
    }
  }
  if (filename === '' && data === '' && !unverified) {
    return {
      errors: {
        keyring_filename:
          'MAAS needs a keyring: enter a filename or keyring data. For maas.io and its mirrors, choose Use Ubuntu’s keyring.',
      },
    }
  }
  return { spec: { url: address.address.url, keyring_filename: filename, keyring_data: data } }
}

/** Whether two addresses are the same source to a person, although MAAS distinguishes a slash at the end. */
export function sameSource(a: string, b: string): boolean {
  const [one, two] = [addressInMaas(a), addressInMaas(b)]
  return one !== null && two !== null && one.root === two.root && one.index === two.index
}
