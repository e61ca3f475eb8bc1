import { isComplete } from './resources.ts'
import { osAndRelease, type Resource, type State } from '#simulator/state/state.ts'

/*
 * The settings that name an image. MAAS 3.4 to 3.8 offer any image that has a boot resource, even if nothing of it is
 * downloaded yet, and accept an empty value (read in forms/settings.py of each branch).
 */

const NAMES = [
  'commissioning_distro_series',
  'default_osystem',
  'default_distro_series',
  'default_min_hwe_kernel',
] as const
type ImageSetting = (typeof NAMES)[number]

export const isImageSetting = (name: string): name is ImageSetting => NAMES.some((known) => known === name)

/** What MAAS calls the value in its refusal. */
const WHAT: Readonly<Record<ImageSetting, string>> = {
  commissioning_distro_series: 'commissioning_distro_series',
  default_osystem: 'osystem',
  default_distro_series: 'release',
  default_min_hwe_kernel: 'default_min_hwe_kernel',
}

/** MAAS's only choice if it has no image to offer. */
const NONE = '---'

/** LTS releases with support of any kind in 2026, without xenial, which MAAS excludes. */
const COMMISSIONING = ['bionic', 'focal', 'jammy', 'noble', 'resolute']

/** MAAS's refusal of a value that is not empty; null: it accepts the value. */
export function refusalOfImageSetting(state: State, name: ImageSetting, value: string): string | null {
  const choices = choicesOf(state, name)
  if (!choices.includes(value)) {
    const list = choices.map((choice) => `'${choice}'`).join(', ')
    return `'${value}' is not a valid ${WHAT[name]}.  It should be one of: ${list}.`
  }
  return value === NONE
    ? 'Unable to determine supported operating systems, due to missing boot images.'
    : null
}

function choicesOf(state: State, name: ImageSetting): readonly string[] {
  switch (name) {
    case 'commissioning_distro_series':
      return orNone(commissioningChoices(state))
    case 'default_osystem':
      return orNone(sorted(images(state).map(({ os }) => os)))
    case 'default_distro_series':
      return orNone(sorted(releasesOf(state, text(state, 'default_osystem'))))
    default:
      return ['', ...kernelsOf(state, text(state, 'commissioning_distro_series'))]
  }
}

const sorted = (choices: readonly string[]): string[] => [...new Set(choices)].sort()

const orNone = (choices: readonly string[]) => (choices.length === 0 ? [NONE] : choices)

/** The present release is a choice even without an image; then it comes first. */
function commissioningChoices(state: State): string[] {
  const present = text(state, 'commissioning_distro_series')
  const releases = releasesOf(state, 'ubuntu')
  if (releases.length === 0) return []
  const choices = sorted(releases.filter((release) => COMMISSIONING.includes(release)))
  return choices.includes(present) ? choices : [present, ...choices]
}

const releasesOf = (state: State, os: string): string[] =>
  images(state).flatMap((image) => (image.os === os ? [image.release] : []))

/** Boot resources except bootloaders; a custom image without an OS in its name counts as `custom`. */
const images = (state: State) =>
  [...state.resources.values()]
    .filter(({ type, subarches }) => type === 'Uploaded' || subarches !== null)
    .map(osAndRelease)
    .map(({ os, release }) => ({ os: os === '' ? 'custom' : os, release }))

/** The kernels of an Ubuntu release that are downloaded: GA, then HWE, then HWE edge; special flavors last of each. */
function kernelsOf(state: State, release: string): string[] {
  const names = [...state.resources.values()]
    .filter(({ name, sets }) => name === `ubuntu/${release}` && sets.some((set) => isComplete(state, set)))
    .map(kernelName)
    .filter((name) => /^(ga|hwe)-/.test(name))
  return [...new Set(names)].sort((a, b) => weightOf(a) - weightOf(b) || (a < b ? -1 : 1))
}

const kernelName = ({ architecture }: Resource) => architecture.split('/').at(1) ?? ''

const weightOf = (kernel: string): number => {
  const [channel, , ...rest] = kernel.split('-')
  const isEdge = rest.includes('edge')
  const isPlain = rest.every((part) => part === 'edge')
  return (channel === 'ga' ? 0 : isEdge ? 20 : 10) + (isPlain ? 0 : 1)
}

const text = (state: State, name: string): string => {
  const value = state.config.get(name)
  return typeof value === 'string' ? value : ''
}
