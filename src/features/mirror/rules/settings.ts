import { readAddress } from '#streams/simplestreams/address.ts'
import { MAAS_IO_KEYRING } from '#selections/maas-io.ts'

/** What a person enters for a mirror. */
export type MirrorForm = {
  /** The folder on the machine of the mirror. */
  readonly folder: string
  /** Where MAAS will find it. */
  readonly url: string
  /** The keyring file on the machine that downloads. */
  readonly keyring: string
  /** How many versions of each image it keeps. */
  readonly versions: string
  /** The mirror cannot reach the source: the files are carried over. */
  readonly carried: boolean
}
/** The same, checked. */
export type MirrorSettings = Omit<MirrorForm, 'versions'> & { readonly versions: number }
export type MirrorErrors = { readonly [field in keyof MirrorForm]?: string }

const MOST_VERSIONS = 20

export const EMPTY_MIRROR: MirrorForm = {
  folder: '/var/www/html/maas/images/ephemeral-v3/stable',
  url: 'http://mirror.example.com/maas/images/ephemeral-v3/stable/',
  keyring: MAAS_IO_KEYRING,
  versions: '1',
  carried: false,
}

type Keyring = { readonly keyring_filename: string; readonly keyring_data: string }

/** Where keyring data is saved. No package owns this file. */
const OWN_KEYRING = '/etc/maas-image-mirror/keyring.gpg'

/**
 * The keyring file for the machine of the mirror: that of the source, which is elsewhere if MAAS is a snap. If MAAS keeps
 * it as data, the recipe makes the file.
 */
export const keyringFor = (source: Keyring | undefined): string =>
  source?.keyring_data
    ? OWN_KEYRING
    : source?.keyring_filename.replace(/^\/snap\/maas\/\w+(?=\/)/, '') || MAAS_IO_KEYRING

/** What is entered, or what is wrong with it, by field. */
export function readMirror(form: MirrorForm): { settings: MirrorSettings } | { errors: MirrorErrors } {
  const folder = form.folder.trim().replace(/(?<=.)\/+$/, '')
  const keyring = form.keyring.trim()
  const versions = /^\d{1,2}$/.test(form.versions.trim()) ? Number(form.versions) : 0
  const address = readAddress(form.url)
  const errors: MirrorErrors = {
    ...(!isPath(folder) && { folder: `${ABSOLUTE} ${LETTERS}` }),
    ...(!isPath(keyring) && { keyring: `${ABSOLUTE} ${LETTERS}` }),
    ...((versions < 1 || versions > MOST_VERSIONS) && {
      versions: `Enter a number from 1 to ${MOST_VERSIONS}.`,
    }),
    ...urlErrors(address),
  }
  if (Object.keys(errors).length > 0 || !address.ok) return { errors }
  return {
    settings: { folder, keyring, versions, carried: form.carried, url: withSlash(address.address.url) },
  }
}

const ABSOLUTE = 'Enter an absolute path without “..”, such as /var/www/html/maas.'
/** Web servers, cron and systemd each read other characters in a way of their own. */
const PATH = /^\/[\w+,./:@ -]*[\w+,./:@-]$/
const isPath = (text: string) => PATH.test(text) && !text.split('/').includes('..')
const LETTERS = 'Use letters, digits, spaces and . _ - + , : @ only.'

function urlErrors(address: ReturnType<typeof readAddress>): MirrorErrors {
  if (!address.ok) return { url: address.message }
  if (address.address.maasIo) return { url: 'This is the address of maas.io. Enter that of your mirror.' }
  return SAFE_URL.test(address.address.url) && !/\.s?json$/.test(address.address.url)
    ? {}
    : { url: 'Enter the address of the folder. Use letters, digits and . _ - + % ~ only.' }
}

const SAFE_URL = /^https?:\/\/[\w.[\]:-]+(\/[\w.+%~:@-]+)*\/?$/

const withSlash = (url: string) => url.replace(/\/*$/, '/')
