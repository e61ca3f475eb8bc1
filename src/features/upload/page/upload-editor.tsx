import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { catalogueQuery, type regionQuery } from '#api/images.ts'
import { ownerOf } from '#api/store/records.ts'
import type { Image } from '#contract/gateway.ts'
import { useUploads } from '#features/upload/engine/use-uploads.ts'
import type { UploadTarget } from '#features/upload/engine/upload.ts'
import {
  architecturesOf,
  formErrors,
  needsBase,
  standing,
  type UploadForm,
} from '#features/upload/rules/form.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { releaseName } from '#selections/keys.ts'
import { FileChoice } from './file-choice.tsx'
import { useChosenFile } from './use-chosen-file.ts'
import { ShowUpload } from './show-upload.tsx'
import { UploadFields } from './upload-fields.tsx'
import { UploadList } from './upload-list.tsx'

type Region = Awaited<ReturnType<NonNullable<Exclude<ReturnType<typeof regionQuery>['queryFn'], symbol>>>>
type Props = { region: Region; images: readonly Image[] }

/** The form of the next upload, and those that run. */
export function UploadEditor({ region, images }: Props) {
  const { uploads, list } = useUploads(ownerOf(region), region.version)
  const [query] = useSearchParams()
  const [form, setForm] = useState<UploadForm>(() => initialForm(images, query))
  const [asked, setAsked] = useState(false)
  const chosen = useChosenFile((filetype) => setForm((now) => ({ ...now, filetype })))
  const catalogues = useQueries({
    queries: (region.sources ?? []).map(({ source }) => catalogueQuery(source)),
  })
  const known = {
    version: region.version,
    images,
    offered: catalogues.flatMap(({ data }) => (data?.releases ?? []).map(releaseName)),
  }
  const errors = formErrors(form, known)
  const replaced = standing(form, known)
  const refused = chosen.recognized?.type === null
  const target = targetOf(form, replaced)
  const noFile = chosen.file === null ? 'Choose a file.' : refused ? 'MAAS cannot deploy this file.' : null
  const upload = () => {
    setAsked(true)
    if (Object.keys(errors).length > 0 || noFile !== null || !chosen.file) return
    uploads.add(chosen.file, target)
    chosen.clear()
    setAsked(false)
    setForm(initialForm(images, new URLSearchParams()))
  }
  return (
    <>
      <UploadList uploads={uploads} list={list} />
      <section aria-labelledby="new-upload">
        <h2 className="p-heading--4" id="new-upload">
          New upload
        </h2>
        <FileChoice chosen={chosen} error={asked ? noFile : null} />
        <UploadFields
          form={form}
          errors={asked ? errors : shownEarly(errors, form)}
          known={known}
          recognized={chosen.recognized}
          replaced={replaced}
          onChange={setForm}
        />
        <div className="upload-page__buttons">
          <BusyButton tone="positive" onClick={upload}>
            {replaced ? 'Replace image' : 'Upload image'}
          </BusyButton>
          <ShowUpload
            target={target}
            offBecause={Object.keys(errors).length > 0 ? 'Fill in the form first.' : null}
          />
        </div>
      </section>
    </>
  )
}

/** Empty fields are not wrong before the user has tried to upload. */
const shownEarly = (errors: ReturnType<typeof formErrors>, form: UploadForm) => ({
  ...(form.name.trim() !== '' && errors.name !== undefined && { name: errors.name }),
  ...(form.baseImage !== '' && errors.baseImage !== undefined && { baseImage: errors.baseImage }),
  ...(errors.arch !== undefined && { arch: errors.arch }),
})

/** The form for a new image, or, with `name` and `arch` in the address, for a new version of one. */
function initialForm(images: readonly Image[], query: URLSearchParams): UploadForm {
  const [name, arch] = [query.get('name') ?? '', query.get('arch') ?? '']
  const old = images.find(
    (image) =>
      image.kind === 'uploaded' &&
      image.arch === arch &&
      name === (image.os === '' ? image.release : releaseName(image)),
  )
  const usable = architecturesOf(images)
  return {
    name,
    title: old?.title ?? '',
    arch: arch || (usable.includes('amd64') ? 'amd64' : (usable[0] ?? '')),
    baseImage: old?.upload?.baseImage ?? '',
    filetype: null,
  }
}

function targetOf(
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
