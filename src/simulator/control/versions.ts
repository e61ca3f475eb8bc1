/** The versions of MAAS that the embedded region can be. */
export const MINOR_VERSIONS = ['3.4', '3.5', '3.6', '3.7', '3.8'] as const
export type MinorVersion = (typeof MINOR_VERSIONS)[number]

/** The release of each that the embedded region reports. */
export const EXACT_VERSIONS: Readonly<Record<MinorVersion, string>> = {
  '3.4': '3.4.9',
  '3.5': '3.5.13',
  '3.6': '3.6.3',
  '3.7': '3.7.2',
  '3.8': '3.8.0',
}
