import { useId, type ReactNode } from 'react'
import type { Image } from '#contract/gateway.ts'
import { FILE_TYPES, type FileType } from '#contract/uploads.ts'
import { FORMS, misfit, type Recognized } from '#features/upload/rules/file-type.ts'
import {
  architecturesOf,
  baseSuggestions,
  needsBase,
  type FormErrors,
  type Known,
  type UploadForm,
} from '#features/upload/rules/form.ts'
import { Notice } from '#ui/notice.tsx'
import { TextField } from '#ui/text-field.tsx'

type Props = {
  form: UploadForm
  errors: FormErrors
  known: Known
  recognized: Recognized | null
  replaced: Image | undefined
  onChange: (form: UploadForm) => void
}

/** What MAAS is to know of the image. */
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
        hint="For Ubuntu and other Linux systems a name such as web-server; for others with the system, such as windows/win2022."
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
      <Select label="Architecture" error={errors.arch} value={form.arch} onChange={(arch) => set({ arch })}>
        {!arches.includes(form.arch) && <option value={form.arch}>{form.arch || 'None'}</option>}
        {arches.map((arch) => (
          <option key={arch} value={arch}>
            {arch}
          </option>
        ))}
      </Select>
      {needsBase(form.name) &&
        (fixedBase ? (
          <p className="upload-fields__fixed">
            Base image: <strong>{fixedBase}</strong>. MAAS keeps it when an image is replaced.
          </p>
        ) : (
          <>
            <TextField
              label="Base image"
              hint="The release on which the image is built, such as ubuntu/noble. Empty: the commissioning release."
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
      <Select
        label="File type"
        error={errors.filetype}
        value={form.filetype ?? ''}
        onChange={(value) => set({ filetype: FILE_TYPES.find((type) => type === value) ?? null })}
      >
        <option value="">Recognized when a file is chosen</option>
        {(Object.keys(FORMS) as FileType[]).map((type) => (
          <option key={type} value={type}>
            {FORMS[type].label}
          </option>
        ))}
      </Select>
      {warning && (
        <Notice tone="caution" title="The file type does not fit the file">
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

type SelectProps = {
  label: string
  error: string | undefined
  value: string
  onChange: (value: string) => void
  children: ReactNode
}

function Select({ label, error, value, onChange, children }: SelectProps) {
  const id = useId()
  return (
    <div className={`p-form__group p-form-validation${error === undefined ? '' : ' is-error'}`}>
      <label className="p-form__label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="p-form-validation__input is-dense"
        value={value}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={error === undefined ? undefined : `${id}error`}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {children}
      </select>
      {error !== undefined && (
        <p className="p-form-validation__message" id={`${id}error`}>
          {error}
        </p>
      )}
    </div>
  )
}
