import { useId } from 'react'
import type { Image } from '#contract/gateway.ts'
import { FILE_TYPES, type FileType } from '#contract/uploads.ts'
import { FORMS, misfit, type Recognized } from '#features/upload/rules/file-type.ts'
import {
  architecturesOf,
  baseSuggestions,
  needsBase,
  type FormErrors,
  type UploadContext,
  type UploadForm,
} from '#features/upload/rules/form.ts'
import { Notice } from '#ui/notice.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { TextField } from '#ui/text-field.tsx'

type Props = {
  form: UploadForm
  errors: FormErrors
  known: UploadContext
  recognized: Recognized | null
  replaced: Image | undefined
  onChange: (form: UploadForm) => void
}

/** The details of the image for MAAS. */
export function UploadFields({ form, errors, known, recognized, replaced, onChange }: Props) {
  const bases = useId()
  const set = (change: Partial<UploadForm>) => onChange({ ...form, ...change })
  const warning = recognized?.type && form.filetype && misfit(recognized, form.filetype)
  const fixedBase = replaced?.upload?.baseImage
  const arches = architecturesOf(known.images)
  return (
    <div className="upload-fields">
      <TextField
        label="Name"
        hint="A name such as web-server. For a system other than Linux, with the operating system: windows/win2022."
        error={errors.name}
        value={form.name}
        onChange={(name) => set({ name })}
      />
      <TextField
        label="Title"
        hint="Shown to users."
        error={errors.title}
        value={form.title}
        onChange={(title) => set({ title })}
      />
      <SelectField
        label="Architecture"
        error={errors.arch}
        value={form.arch}
        options={[
          ...(arches.includes(form.arch) ? [] : [{ value: form.arch, text: form.arch || 'None' }]),
          ...arches.map((arch) => ({ value: arch, text: arch })),
        ]}
        onChange={(arch) => set({ arch })}
      />
      {needsBase(form.name) &&
        (fixedBase ? (
          <p className="upload-fields__fixed">
            Base image: <strong>{fixedBase}</strong>. MAAS keeps it when an image is replaced.
          </p>
        ) : (
          <>
            <TextField
              label="Base image"
              hint="The release on which the image is built, such as ubuntu/noble. Leave it empty for the commissioning release."
              error={errors.baseImage}
              value={form.baseImage}
              list={bases}
              onChange={(baseImage) => set({ baseImage })}
            />
            <datalist id={bases}>
              {baseSuggestions(known.images).map((base) => (
                <option key={base} value={base}>
                  {base}
                </option>
              ))}
            </datalist>
          </>
        ))}
      <SelectField
        label="File type"
        error={errors.filetype}
        value={form.filetype ?? ''}
        options={[
          { value: '', text: 'Recognized when a file is chosen' },
          ...(Object.keys(FORMS) as FileType[]).map((type) => ({ value: type, text: FORMS[type].label })),
        ]}
        onChange={(value) => set({ filetype: FILE_TYPES.find((type) => type === value) ?? null })}
      />
      {warning && (
        <Notice tone="caution" title="The file type does not match the file">
          {warning}
        </Notice>
      )}
      {replaced && (
        <Notice
          tone="caution"
          title={`This replaces ${replaced.title ?? replaced.release} (${replaced.arch})`}
        >
          MAAS deletes the current version when the upload starts. Machines cannot be deployed with this image
          until the upload is complete.
        </Notice>
      )}
    </div>
  )
}
