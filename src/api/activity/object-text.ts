import { safeText, safeUrl } from './safe-text.ts'

/*
 * What is kept of an object: its content in words, without keyring data and secret parts of addresses. Other words for the
 * same content need another version of REGION_SEEN: otherwise they would look like changes by others.
 */

/** A stored record with a longer text could not be read again. */
const LONGEST = 4_000

export type SourceContent = {
  readonly url?: string | undefined
  readonly keyring_filename?: string | undefined
  readonly keyring_data?: string | undefined
  readonly name?: string | undefined
  readonly priority?: number | undefined
  readonly enabled?: boolean | undefined
  readonly skip_keyring_verification?: boolean | undefined
}

/** "http://mirror.example.com/; keyring data; priority 2; disabled" */
export function sourceText({
  url = '',
  keyring_filename: file,
  keyring_data: data,
  ...rest
}: SourceContent): string {
  const { name, priority, enabled, skip_keyring_verification: skips } = rest
  return [
    safeUrl(url),
    data ? 'keyring data' : file ? `keyring ${safeText(file)}` : 'no keyring',
    ...(name === undefined || name === url ? [] : [`name ${safeText(name)}`]),
    ...(priority === undefined ? [] : [`priority ${priority}`]),
    ...(enabled === false ? ['disabled'] : []),
    ...(skips ? ['signature not checked'] : []),
  ]
    .join('; ')
    .slice(0, LONGEST)
}

export type SelectionFields = {
  readonly os: string
  readonly release: string
  readonly arches: readonly string[]
  readonly subarches: readonly string[]
  readonly labels: readonly string[]
}

const listed = (names: readonly string[], all: string) =>
  names.includes('*') ? all : names.length === 0 ? 'none' : [...names].sort().join(', ')

/** "amd64, arm64; kernels ga-24.04; labels stable" */
export function selectionText({ arches, subarches, labels }: SelectionFields): string {
  return [
    listed(arches, 'all architectures'),
    `kernels ${listed(subarches, 'all')}`,
    ...(labels.includes('*') ? [] : [`labels ${listed(labels, 'all')}`]),
  ]
    .join('; ')
    .slice(0, LONGEST)
}

export const sourceKey = (id: number): string => `source ${id}`
export const urlKey = (url: string): string => `source at ${safeUrl(url)}`
export const selectionKey = (sourceId: number, os: string, release: string): string =>
  `selection ${sourceId}/${os}/${release}`
export const settingKey = (name: string): string => `setting ${name}`

/** Names of settings for people. */
const SETTINGS: Readonly<Record<string, string>> = {
  boot_images_auto_import: 'Automatically sync images',
  commissioning_distro_series: 'Commissioning release',
  default_osystem: 'Default operating system',
  default_distro_series: 'Default release',
  default_min_hwe_kernel: 'Default minimum kernel',
  enable_http_proxy: 'Use an HTTP proxy',
  boot_images_no_proxy: 'Connect to boot sources without the proxy',
}
export const settingTitle = (name: string): string => SETTINGS[name] ?? name

/** "on" and "off" for switches. */
export const settingText = (value: unknown): string =>
  value === true || value === 'true'
    ? 'on'
    : value === false || value === 'false'
      ? 'off'
      : typeof value === 'string' && value !== ''
        ? safeText(value)
        : 'none'
