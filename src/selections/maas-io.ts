const HOST = 'images.maas.io'
const FOLDER = `${HOST}/ephemeral-v3`

/** The addresses of the streams that Canonical publishes for MAAS, spelled as MAAS spells them. */
export const MAAS_IO = {
  stable: `http://${FOLDER}/stable/`,
  candidate: `http://${FOLDER}/candidate/`,
} as const

export type MaasIoStream = keyof typeof MAAS_IO

/** The keyring file with which MAAS verifies them. */
export const MAAS_IO_KEYRING = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'

/** The same file in a MAAS that is a snap. */
export const SNAP_KEYRING = `/snap/maas/current${MAAS_IO_KEYRING}`

/** Whether a keyring file is one of a snap: then MAAS is a snap. */
export const isInSnap = (keyringFilename: string): boolean => keyringFilename.startsWith('/snap/')

const STREAMS: ReadonlyMap<string, MaasIoStream> = new Map([
  [`${FOLDER}/stable`, 'stable'],
  [`${FOLDER}/candidate`, 'candidate'],
])

/** What people type for them. */
const SHORT_NAMES: ReadonlyMap<string, MaasIoStream> = new Map([
  ...STREAMS,
  ['maas.io', 'stable'],
  ['www.maas.io', 'stable'],
  [HOST, 'stable'],
  [FOLDER, 'stable'],
  ['stable', 'stable'],
  ['candidate', 'candidate'],
])

const withoutProtocol = (url: string) => url.toLowerCase().replace(/^https?:\/\//, '')

/** The stream of maas.io at an address, over HTTP or HTTPS, with or without a slash at its end; null: none. */
export function maasIoStream(url: string): MaasIoStream | null {
  if (!/^https?:\/\//i.test(url)) return null
  return STREAMS.get(withoutProtocol(url).replace(/\/$/, '')) ?? null
}

/** The stream of maas.io that a person means by an address or a short form of it, such as "maas.io"; null: none. */
export const maasIoNamed = (text: string): MaasIoStream | null =>
  SHORT_NAMES.get(withoutProtocol(text).replace(/\/+$/, '')) ?? null
