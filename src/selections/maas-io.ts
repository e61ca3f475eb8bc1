/** The addresses of the streams that Canonical publishes for MAAS, spelled as MAAS spells them. */
export const MAAS_IO = {
  stable: 'http://images.maas.io/ephemeral-v3/stable/',
  candidate: 'http://images.maas.io/ephemeral-v3/candidate/',
} as const

export type MaasIoStream = keyof typeof MAAS_IO

/** The keyring file with which MAAS verifies them. */
export const MAAS_IO_KEYRING = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'

const ADDRESS = /^https?:\/\/images\.maas\.io\/ephemeral-v3\/(stable|candidate)\/?$/i

/** The stream of maas.io at an address, over HTTP or HTTPS, with or without a slash at its end; null: none. */
export function maasIoStream(url: string): MaasIoStream | null {
  const name = ADDRESS.exec(url)?.[1]?.toLowerCase()
  return name === undefined ? null : name === 'stable' ? 'stable' : 'candidate'
}
