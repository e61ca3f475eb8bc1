import { useQueries } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState, type FormEvent } from 'react'
import { useSearchParams } from 'react-router'
import { catalogueQuery, type regionQuery } from '#api/images.ts'
import { ownerOf } from '#api/store/records.ts'
import type { Image } from '#contract/gateway.ts'
import { useUploads } from '#features/upload/engine/use-uploads.ts'
import type { Upload } from '#features/upload/engine/upload.ts'
import { formErrors, standing, type UploadForm } from '#features/upload/rules/form.ts'
import { formOf, initialForm, shownEarly, targetOf, withArch } from '#features/upload/rules/form-values.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import { releaseName } from '#selections/keys.ts'
import { FileChoice } from './file-choice.tsx'
import { fileError, useChosenFile } from './use-chosen-file.ts'
import { ShowUpload } from './show-upload.tsx'
import { UploadFields } from './upload-fields.tsx'
import { UploadList } from './upload-list.tsx'

type Region = Awaited<ReturnType<NonNullable<Exclude<ReturnType<typeof regionQuery>['queryFn'], symbol>>>>
type Props = { region: Region; images: readonly Image[] }

/** The form of the next upload, and those that run. */
export function UploadEditor({ region, images }: Props) {
  const { uploads, list } = useUploads(ownerOf(region), region.version)
  const [query] = useSearchParams()
  const [entered, setForm] = useState<UploadForm>(() => initialForm(images, query))
  const form = withArch(entered, images)
  const [refusedTimes, setRefusedTimes] = useState(0)
  const [added, setAdded] = useState(0)
  const [refusal, setRefusal] = useState<string | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const section = useRef<HTMLFormElement>(null)
  const focusForm = useCallback(() => heading.current?.focus(), [])
  const chosen = useChosenFile((filetype) => setForm((now) => ({ ...now, filetype })))
  const catalogues = useQueries({
    queries: (region.sources ?? []).map(({ source }) => catalogueQuery(source)),
  })
  const known = {
    version: region.version,
    images,
    offered: catalogues.flatMap(({ data }) => (data?.releases ?? []).map(releaseName)),
    uploading: list.filter(({ phase }) => phase !== 'done').map(formOf),
  }
  const errors = formErrors(form, known)
  const replaced = standing(form, known)
  const target = targetOf(form, replaced)
  const noFile = fileError(chosen)

  useEffect(() => {
    if (refusedTimes === 0) return
    section.current?.querySelector<HTMLElement>('.is-error :is(button, input, select)')?.focus()
  }, [refusedTimes])

  const upload = (event: FormEvent) => {
    event.preventDefault()
    if (Object.keys(errors).length > 0 || noFile !== null || !chosen.file) {
      setRefusedTimes((times) => times + 1)
      return
    }
    uploads.add(chosen.file, target)
    chosen.clear()
    setRefusedTimes(0)
    setRefusal(null)
    setForm(initialForm(images, new URLSearchParams()))
    setAdded((times) => times + 1)
  }
  const edit = (refused: Upload) => {
    const file = uploads.edit(refused.key)
    setForm(formOf(refused))
    setRefusal(refused.failure?.message ?? null)
    if (file) chosen.choose(file, refused.target.filetype)
    focusForm()
  }
  return (
    <>
      <UploadList uploads={uploads} list={list} added={added} onGone={focusForm} onEdit={edit} />
      <form aria-labelledby="new-upload" className="upload-form" noValidate ref={section} onSubmit={upload}>
        <h2 className="p-heading--4" id="new-upload" tabIndex={-1} ref={heading}>
          New upload
        </h2>
        {refusal !== null && (
          <Notice tone="negative" title="MAAS did not accept the upload">
            {refusal}
          </Notice>
        )}
        <FileChoice chosen={chosen} error={refusedTimes > 0 ? noFile : null} />
        <UploadFields
          form={form}
          errors={refusedTimes > 0 ? errors : shownEarly(errors, form)}
          known={known}
          recognized={chosen.recognized}
          replaced={replaced}
          onChange={setForm}
        />
        <div className="button-row">
          <BusyButton tone="positive" type="submit">
            {replaced ? 'Replace image' : 'Upload image'}
          </BusyButton>
          <ShowUpload
            target={target}
            offBecause={Object.keys(errors).length > 0 ? 'Fill in the form first.' : null}
          />
        </div>
      </form>
    </>
  )
}
