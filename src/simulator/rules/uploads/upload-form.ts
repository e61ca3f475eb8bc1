import { KEPT_AS } from '#contract/uploads.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { pythonRepr } from '#lib/text/python-repr.ts'
import { isComplete } from '#simulator/rules/resources.ts'
import { invalid, MaasRefusal, type Fields } from '#simulator/state/refusal.ts'
import type { HeldSet, State } from '#simulator/state/state.ts'

/* What MAAS checks before it accepts the upload of an image. Recorded from 3.5.13; the rest is read from its code. */

/** As it was sent; undefined: it was not. */
export type UploadParams = {
  name: string | undefined
  architecture: string | undefined
  sha256: string | undefined
  size: string | undefined
  title: string | undefined
  filetype: string | undefined
  baseImage: string | undefined
  /** The whole file. Without it, the client sends the file in parts. */
  content: Uint8Array | undefined
}

export type CheckedForm = {
  name: string
  architecture: string
  title: string
  filetype: string
  /** Empty: none was given. Null: the name has an operating system of its own, and needs none. */
  baseImage: string | null
}

const SYSTEMS = ['ubuntu', 'ubuntu-core', 'bootloader', 'centos', 'rhel', 'custom', 'windows', 'suse', 'esxi']
const LINUX = ['ubuntu', 'centos', 'rhel']
/** Oracle Linux came with 3.5. */
const withOracle = (state: State, systems: readonly string[]) =>
  capabilitiesOf(state.version).knowsOracleLinux ? [...systems, 'ol'] : systems

const REQUIRED = 'This field is required.'
const LONGEST_NAME = 255
const SHA256_DIGITS = 64

/** Throws a refusal with the messages of all invalid fields. */
export function checkForm(state: State, form: UploadParams): CheckedForm {
  const errors: [field: string, message: string | null][] = [
    ['name', nameError(state, form.name)],
    ['architecture', architectureError(state, form.architecture)],
    ['filetype', filetypeError(form.filetype ?? 'tgz')],
    ...(form.content === undefined ? partFields(form) : contentFields(form.content)),
    ['base_image', baseImageError(state, form)],
  ]
  const fields: Fields = {}
  for (const [field, message] of errors) if (message !== null) fields[field] = [message]
  if (Object.keys(fields).length > 0) throw invalid(fields)

  const given = (form.name ?? '').trim()
  // recorded from 3.8.0: it keeps the name as it is
  const name = capabilitiesOf(state.version).stripsCustom ? given.replace(/^custom\//, '') : given
  const architecture = form.architecture ?? ''
  return {
    name,
    architecture,
    title: (form.title ?? '').trim(),
    filetype: keptAs(form.filetype ?? 'tgz') ?? '',
    baseImage: hasSystem(form.name) ? null : (form.baseImage ?? '').trim().toLowerCase(),
  }
}

function nameError(state: State, given = ''): string | null {
  const name = given.trim()
  if (name === '') return REQUIRED
  if (name.length > LONGEST_NAME) return atMost(LONGEST_NAME, name.length)
  const parts = name.split('/')
  if (parts.length > 2)
    throw new MaasRefusal({ kind: 'crash', message: 'too many values to unpack (expected 2)' })
  const [system = '', release] = parts
  const systems = withOracle(state, SYSTEMS)
  if (release !== undefined && !systems.includes(system))
    return `Unsupport operating system ${system}, supported operating systems: [${systems.map(pythonRepr).join(', ')}]`
  const wanted =
    system === 'custom' && release !== undefined && capabilitiesOf(state.version).stripsCustom
      ? release
      : name
  const isReserved = reservedNames(state).has(wanted) || /^centos\d\d?$/.test(wanted)
  return isReserved ? `${wanted} is a reserved name` : null
}

/** No upload may take the name of an image of a source, of its system or release, or of a system that MAAS supports. */
function reservedNames(state: State): Set<string> {
  const products = [...state.offers.values()].flat()
  return new Set([
    ...products.flatMap(({ os, release }) => [`${os}/${release}`, os, release]),
    ...withOracle(state, SYSTEMS),
  ])
}

function architectureError(state: State, given = ''): string | null {
  if (given === '') return REQUIRED
  const usable = usableArchitectures(state)
  if (usable.includes(given)) return null
  const list = usable.map((architecture) => `'${architecture}'`).join(', ')
  return `'${given}' is not a valid architecture.  It should be one of: ${list}.`
}

const DEPLOYED = ['squashfs', 'root-image.gz']

/**
 * Those of the images that MAAS can both commission and deploy machines with, without the names of kernels: the newest
 * complete version has a kernel, an initrd and a root file system (get_usable_architectures of 3.4 to 3.8). An image of
 * CentOS is only a root archive, so it does not count.
 */
function usableArchitectures(state: State): string[] {
  const found = [...state.resources.values()]
    .filter(({ sets }) => canCommission(sets.findLast((set) => isComplete(state, set))))
    .flatMap(({ architecture, subarches }) => [
      architecture,
      ...(subarches ?? '').split(',').map((subarch) => `${architecture.split('/')[0]}/${subarch.trim()}`),
    ])
  return [...new Set(found)].filter((one) => !/hwe-|ga-|\/$/.test(one)).sort()
}

function canCommission(set: HeldSet | undefined): boolean {
  const types = new Set(set?.files.map(({ filetype }) => filetype))
  return types.has('boot-kernel') && types.has('boot-initrd') && DEPLOYED.some((one) => types.has(one))
}

/** Undefined: MAAS does not support the type. */
const keptAs = (given: string) => new Map<string, string>(Object.entries(KEPT_AS)).get(given)

const filetypeError = (given: string) =>
  keptAs(given) !== undefined ? null : `Select a valid choice. ${given} is not one of the available choices.`

const contentFields = (content: Uint8Array): [string, string | null][] => [
  ['content', content.length === 0 ? 'The submitted file is empty.' : null],
]

const partFields = ({ sha256 = '', size = '' }: UploadParams): [string, string | null][] => [
  ['sha256', sha256Error(sha256.trim())],
  ['size', size.trim() === '' ? REQUIRED : /^[+-]?\d+$/.test(size.trim()) ? null : 'Enter a whole number.'],
]

function sha256Error(given: string): string | null {
  if (given === '') return REQUIRED
  if (given.length > SHA256_DIGITS) return atMost(SHA256_DIGITS, given.length)
  if (given.length === SHA256_DIGITS) return null
  return `Ensure this value has at least ${SHA256_DIGITS} characters (it has ${given.length}).`
}

const atMost = (most: number, given: number) =>
  `Ensure this value has at most ${most} characters (it has ${given}).`

const hasSystem = (name = '') => name.includes('/') && !name.startsWith('custom/')

/** An image that names no operating system of its own is built on one that MAAS can deploy. */
function baseImageError(state: State, { name, baseImage = '' }: UploadParams): string | null {
  if (hasSystem(name) || baseImage.trim() === '') return null
  const parts = baseImage.trim().toLowerCase().split('/')
  if (parts.length !== 2) return 'a base image must follow the format: <osystem>/<series>'
  return withOracle(state, LINUX).includes(parts[0] ?? '')
    ? null
    : 'custom images require a valid non-custom OS type base image'
}
