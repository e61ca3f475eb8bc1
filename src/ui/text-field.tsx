import { useEffect, useId, useRef } from 'react'

type Props = {
  label: string
  hint?: string
  error?: string | undefined
  value: string
  list?: string
  /** The number of lines; undefined: a single-line field. */
  rows?: number
  type?: 'text' | 'password'
  autoComplete?: string
  /** Whether the field takes the focus when it appears. */
  takesFocus?: boolean
  onChange: (value: string) => void
}

/** A text input or textarea with its label, hint and error. */
export function TextField(props: Props) {
  const {
    label,
    hint,
    error,
    value,
    list,
    rows,
    type = 'text',
    autoComplete = 'off',
    takesFocus = false,
    onChange,
  } = props
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (takesFocus) input.current?.focus()
  }, [takesFocus])
  const described = [error !== undefined && `${id}error`, hint !== undefined && `${id}hint`]
    .filter(Boolean)
    .join(' ')
  const common = {
    id,
    value,
    spellCheck: false,
    autoComplete,
    'aria-describedby': described === '' ? undefined : described,
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
          ref={input}
          type={type}
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
      {hint !== undefined && (
        <p className="p-form-help-text" id={`${id}hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
