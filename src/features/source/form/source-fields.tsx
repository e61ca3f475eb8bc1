import { useId, useRef, type ReactNode } from 'react'
import { DEFAULT_KEYRING, SNAP_KEYRING, type SourceFormErrors, type SourceForm } from './source-form.ts'
import { KEYRING_DATA_EFFECT } from '#features/source/report/warning-words.ts'
import { Notice } from '#ui/notice.tsx'
import { TextField } from '#ui/text-field.tsx'

type Props = {
  form: SourceForm
  errors: SourceFormErrors
  /** Whether the advanced options are open. */
  advanced: boolean
  onAdvanced: (open: boolean) => void
  onChange: (form: SourceForm) => void
  /** MAAS 3.8 fails with keyring data: recommend a file. */
  advisesFile?: boolean
  /** Shown in the advanced options below the keyring. */
  more?: ReactNode
}

/** A keyring is never larger than this, in bytes. */
const LARGEST_FILE = 1_000_000

/** Where images come from: maas.io or a URL, and the matching keyring. */
export function SourceFields({
  form,
  errors,
  advanced,
  onAdvanced,
  onChange,
  advisesFile = false,
  more,
}: Props) {
  const id = useId()
  return (
    <>
      <fieldset className="source-choice">
        <legend className="u-off-screen">Source</legend>
        <Radio
          name={`${id}kind`}
          label="maas.io"
          checked={form.kind === 'maas.io'}
          onChoose={() => onChange({ ...form, kind: 'maas.io' })}
        />
        {form.kind === 'maas.io' && (
          <div className="source-choice__more" role="radiogroup" aria-label="Stream of maas.io">
            <Radio
              name={`${id}stream`}
              label="Stable"
              hint="Released images, for production."
              checked={form.stream === 'stable'}
              onChoose={() => onChange({ ...form, stream: 'stable' })}
            />
            <Radio
              name={`${id}stream`}
              label="Candidate"
              hint="Images that are not released yet: newer, but less tested."
              checked={form.stream === 'candidate'}
              onChoose={() => onChange({ ...form, stream: 'candidate' })}
            />
          </div>
        )}
        <Radio
          name={`${id}kind`}
          label="Custom"
          checked={form.kind === 'custom'}
          onChoose={() => onChange({ ...form, kind: 'custom' })}
        />
        {form.kind === 'custom' && (
          <div className="source-choice__more">
            <TextField
              label="URL"
              hint="The root of a SimpleStreams mirror, such as http://mirror.example.com/maas/images/"
              error={errors.url}
              value={form.url}
              onChange={(url) => onChange({ ...form, url })}
            />
          </div>
        )}
      </fieldset>
      <button
        type="button"
        className={`p-button--link source-choice__advanced fold-arrow${advanced ? ' is-open' : ''}`}
        aria-expanded={advanced}
        onClick={() => onAdvanced(!advanced)}
      >
        Advanced options
      </button>
      {advanced && (
        <div className="source-choice__keyring">
          <KeyringFields form={form} errors={errors} onChange={onChange} advisesFile={advisesFile} />
          {more}
        </div>
      )}
    </>
  )
}

function KeyringFields({
  form,
  errors,
  onChange,
  advisesFile,
}: Pick<Props, 'form' | 'errors' | 'onChange'> & { advisesFile: boolean }) {
  const chooser = useRef<HTMLInputElement>(null)
  const list = useId()
  return (
    <>
      <TextField
        label="Keyring filename"
        hint="A path on the machine of the MAAS region."
        error={errors.keyring_filename}
        value={form.filename}
        list={list}
        onChange={(filename) => onChange({ ...form, filename })}
      />
      <datalist id={list}>
        <option value={DEFAULT_KEYRING}>MAAS installed from packages</option>
        <option value={SNAP_KEYRING}>MAAS installed from the snap</option>
      </datalist>
      <TextField
        label="Keyring data"
        hint={`The public key itself: ASCII armor or base64, pasted or from a file. ${
          advisesFile ? 'With this version of MAAS, enter a filename instead.' : 'Used instead of a filename.'
        }`}
        error={errors.keyring_data}
        value={form.data}
        rows={3}
        onChange={(data) => onChange({ ...form, data })}
      />
      {advisesFile && form.data !== '' && (
        <Notice tone="caution" title="MAAS 3.8 has problems with keyring data">
          {KEYRING_DATA_EFFECT} Copy the keyring to a file on the region, and enter its name instead.
        </Notice>
      )}
      <div className="source-choice__file">
        <button type="button" className="p-button is-dense" onClick={() => chooser.current?.click()}>
          Choose a file…
        </button>
        {(form.data !== '' || form.filename !== DEFAULT_KEYRING) && (
          <button
            type="button"
            className="p-button is-dense"
            onClick={() => onChange({ ...form, filename: DEFAULT_KEYRING, data: '' })}
          >
            Use Ubuntu’s keyring
          </button>
        )}
      </div>
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label="Keyring file"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file) void readKeyring(file).then((data) => onChange({ ...form, filename: '', data }))
        }}
      />
    </>
  )
}

/**
 * The file as text: ASCII armor unchanged, anything else as base64. A file that is too large is cut, since it cannot be
 * a keyring.
 */
async function readKeyring(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.slice(0, LARGEST_FILE + 1).arrayBuffer())
  // one character per byte, which the decoder named latin1 does not give
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return text.includes('-----BEGIN PGP') ? text : btoa(text)
}

type RadioProps = { name: string; label: string; hint?: string; checked: boolean; onChoose: () => void }

function Radio({ name, label, hint, checked, onChoose }: RadioProps) {
  return (
    <label className="p-radio">
      <input type="radio" className="p-radio__input" name={name} checked={checked} onChange={onChoose} />
      <span className="p-radio__label">
        {label}
        {hint && <span className="source-choice__hint"> {hint}</span>}
      </span>
    </label>
  )
}
