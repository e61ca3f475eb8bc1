import type { Image } from '#contract/gateway.ts'
import type { Upload, UploadTarget } from '#features/upload/engine/upload.ts'
import { releaseName } from '#selections/keys.ts'
import { architecturesOf, needsBase, type FormErrors, type UploadForm } from './form.ts'

/** Empty fields are not wrong before the user has tried to upload. */
export const shownEarly = (errors: FormErrors, form: UploadForm): FormErrors => ({
  ...(form.name.trim() !== '' && errors.name !== undefined && { name: errors.name }),
  ...(form.baseImage !== '' && errors.baseImage !== undefined && { baseImage: errors.baseImage }),
  ...(errors.arch !== undefined && { arch: errors.arch }),
})

/** The form for a new image, or, with `name` and `arch` in the address, for a new version of one. */
export function initialForm(images: readonly Image[], query: URLSearchParams): UploadForm {
  const [name, arch] = [query.get('name') ?? '', query.get('arch') ?? '']
  const old = images.find(
    (image) =>
      image.kind === 'uploaded' &&
      image.arch === arch &&
      name === (image.os === '' ? image.release : releaseName(image)),
  )
  return {
    name,
    title: old?.title ?? '',
    arch,
    baseImage: old?.upload?.baseImage ?? '',
    filetype: null,
  }
}

/** The form with an architecture: until the user chooses one, amd64 or the first one that MAAS accepts. */
export function withArch(form: UploadForm, images: readonly Image[]): UploadForm {
  if (form.arch !== '') return form
  const usable = architecturesOf(images)
  return { ...form, arch: usable.includes('amd64') ? 'amd64' : (usable[0] ?? '') }
}

/** What is announced to MAAS. @param replaced the custom image of this name */
export function targetOf(
  { name, title, arch, baseImage, filetype }: UploadForm,
  replaced: Image | undefined,
): UploadTarget {
  return {
    name: name.trim(),
    title: title.trim(),
    architecture: replaced ? `${arch}/${replaced.kernels[0]?.name ?? 'generic'}` : `${arch}/generic`,
    base_image: needsBase(name) ? baseImage.trim().toLowerCase() : '',
    filetype: filetype ?? 'tgz',
    replaces: replaced?.kernels[0]?.id ?? null,
  }
}

/** The form with which an upload began. */
export const formOf = ({ target }: Pick<Upload, 'target'>): UploadForm => ({
  name: target.name,
  title: target.title,
  arch: target.architecture.split('/')[0] ?? '',
  baseImage: target.base_image,
  filetype: target.filetype,
})
