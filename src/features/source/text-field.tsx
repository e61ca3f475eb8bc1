import { useId } from 'react'

type Props = {
  label: string
  hint: string
  error: string | undefined
  value: string
  list?: string
  /** More than one line. */
  rows?: number
  onChange: (value: string) => void
}

/** A line or a box of text with its label, a hint, and what is wrong with it. */
export function TextField({ label, hint, error, value, list, rows, onChange }: Props) {
  const id = useId()
  const described = [error && `${id}error`, `${id}hint`].filter(Boolean).join(' ')
  const common = {
    id,
    value,
    spellCheck: false,
    autoComplete: 'off',
    'aria-describedby': described,
    'aria-invalid': error !== undefined || undefined,
  }
  return (
    <div className={`p-form__group p-form-validation${error === undefined ? '' : ' is-error'}`}>
      <label className="p-form__label" htmlFor={id}>
        {label}
      </label>
      {rows === undefined ? (
        <input
          {...common}
          type="text"
          list={list}
          className="p-form-validation__input is-dense"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <textarea
          {...common}
          rows={rows}
          className="p-form-validation__input is-dense"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
      {error !== undefined && (
        <p className="p-form-validation__message" id={`${id}error`}>
          {error}
        </p>
      )}
      <p className="p-form-help-text" id={`${id}hint`}>
        {hint}
      </p>
    </div>
  )
}
