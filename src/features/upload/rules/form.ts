import type { Image } from '#contract/gateway.ts'
import type { FileType } from '#contract/uploads.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'

/* MAAS's rules for the form of an upload (maasserver/forms, BootResourceForm, 3.4 to 3.8), before the first byte. */

/** What the user enters. `replaces`: the custom image whose next version this is. */
export type UploadForm = {
  readonly name: string
  readonly title: string
  /** `amd64` */
  readonly arch: string
  /** `ubuntu/noble`; '' for MAAS's choice. */
  readonly baseImage: string
  readonly filetype: FileType | null
}
/** What the rules compare it with. */
export type UploadContext = {
  readonly version: string
  /** `ubuntu/noble`: everything that the boot sources offer. */
  readonly offered: readonly string[]
  readonly images: readonly Image[]
  /** Name and architecture (`amd64`) of the uploads that are not complete. */
  readonly uploading: readonly Pick<UploadForm, 'name' | 'arch'>[]
}
export type FormErrors = Partial<Record<keyof UploadForm, string>>

const SYSTEMS = ['ubuntu', 'ubuntu-core', 'bootloader', 'centos', 'rhel', 'custom', 'windows', 'suse', 'esxi']
const LINUX = ['ubuntu', 'centos', 'rhel']
const LONGEST = 255

/** The operating systems that MAAS knows. */
const systemsOf = (version: string): string[] =>
  capabilitiesOf(version).knowsOracleLinux ? [...SYSTEMS, 'ol'] : SYSTEMS

const basesOf = (version: string) => (capabilitiesOf(version).knowsOracleLinux ? [...LINUX, 'ol'] : LINUX)

/** Whether MAAS needs a base image: the name has no operating system of its own. */
export const needsBase = (name: string): boolean => !name.includes('/') || name.trim().startsWith('custom/')

/** The name as MAAS keeps it. */
export const keptName = (name: string, version: string): string =>
  capabilitiesOf(version).stripsCustom ? name.trim().replace(/^custom\//, '') : name.trim()

/** Architectures of complete Ubuntu images: MAAS accepts no other. */
export const architecturesOf = (images: readonly Image[]): string[] =>
  [
    ...new Set(
      images
        .filter(
          ({ kind, os, kernels }) => kind === 'synced' && os === 'ubuntu' && kernels.some(({ held }) => held),
        )
        .map(({ arch }) => arch),
    ),
  ].toSorted()

/** Ubuntu releases that the region holds, as base images. */
export const baseSuggestions = (images: readonly Image[]): string[] =>
  [
    ...new Set(
      images
        .filter(({ kind, os }) => kind === 'synced' && os === 'ubuntu')
        .map(({ os, release }) => `${os}/${release}`),
    ),
  ].toSorted()

/** The custom image of this name and architecture, which an upload replaces; undefined: there is none. */
export const standing = (
  { name, arch }: Pick<UploadForm, 'name' | 'arch'>,
  { images, version }: Pick<UploadContext, 'images' | 'version'>,
): Image | undefined =>
  images.find(
    (image) =>
      image.kind === 'uploaded' &&
      image.arch === arch &&
      (image.os === '' ? image.release : `${image.os}/${image.release}`) === keptName(name, version),
  )

/** The messages for fields that MAAS would refuse; {}: none. */
export function formErrors(form: UploadForm, known: UploadContext): FormErrors {
  const errors: Record<keyof UploadForm, string | null> = {
    name: nameError(form.name.trim(), known) ?? twiceError(form, known),
    title: form.title.length > 500 ? 'Enter a shorter title.' : null,
    arch: archError(form.arch, known),
    baseImage: needsBase(form.name) ? baseError(form.baseImage.trim().toLowerCase(), known.version) : null,
    filetype: form.filetype === null ? 'Choose a file type.' : null,
  }
  return Object.fromEntries(Object.entries(errors).filter(([, message]) => message !== null))
}

function nameError(name: string, { version, offered }: UploadContext): string | null {
  if (name === '') return 'Enter a name.'
  if (name.length > LONGEST) return `Enter at most ${LONGEST} characters.`
  const [system = '', release, ...more] = name.split('/')
  if (more.length > 0) return 'Use at most one slash: operating system and release, such as windows/win2022.'
  if (release === '' || (release !== undefined && system === ''))
    return 'Enter a name before and after the slash.'
  const systems = systemsOf(version)
  if (release !== undefined && !systems.includes(system))
    return `MAAS does not support the operating system ${system}. Begin the name with one of ${systems.join(', ')}, or leave out the slash and choose a base image.`
  const kept = keptName(name, version)
  const reserved = new Set([...offered, ...offered.flatMap((one) => one.split('/')), ...systems])
  if (!reserved.has(kept) && !/^centos\d\d?$/.test(kept)) return null
  return `The name ${kept} is reserved for images of a boot source. Enter another name.`
}

/** MAAS would drop the first of two uploads under one name. */
function twiceError({ name, arch }: UploadForm, { version, uploading }: UploadContext): string | null {
  const kept = keptName(name, version)
  const isTwice = uploading.some((one) => keptName(one.name, version) === kept && one.arch === arch)
  return isTwice
    ? `The list above has an upload named ${kept} for ${arch}. Enter another name, or cancel that upload.`
    : null
}

function archError(arch: string, { images }: UploadContext): string | null {
  const usable = architecturesOf(images)
  if (usable.includes(arch)) return null
  if (images.some(({ known }) => !known))
    return 'Still reading which images MAAS holds. Try again in a moment.'
  if (usable.length === 0) return 'MAAS holds no complete Ubuntu image yet. Import one first.'
  if (arch === '') return 'Choose an architecture.'
  return `MAAS holds no complete Ubuntu image for ${arch}. Import one first, or choose ${usable.join(', ')}.`
}

/** As the drivers of MAAS read the releases of their systems. */
const SERIES: Readonly<Record<string, RegExp>> = {
  ubuntu: /^[a-z]+$/,
  centos: /^centos/,
  rhel: /^rhel/,
  ol: /^ol/,
}

function baseError(base: string, version: string): string | null {
  if (base === '') return null
  const [system = '', series = '', ...more] = base.split('/')
  if (series === '' || more.length > 0)
    return 'Enter an operating system and a release, such as ubuntu/noble.'
  const bases = basesOf(version)
  if (!bases.includes(system)) return `MAAS cannot base an image on ${system}. It can on ${bases.join(', ')}.`
  if (SERIES[system]?.test(series)) return null
  return system === 'ubuntu'
    ? 'Enter the code name of a release, such as noble.'
    : `Enter a release such as ${system}9.`
}
