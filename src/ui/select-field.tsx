import { useId, type ReactNode } from 'react'

type Option = { readonly value: string; readonly text: string }

type Props = {
  label: string
  value: string
  options: readonly Option[]
  /** Read by screen readers with the field. */
  hint?: ReactNode
  error?: string | undefined
  onChange: (value: string) => void
}

/** A list to choose one of, with its label, hint and error. */
export function SelectField({ label, value, options, hint, error, onChange }: Props) {
  const id = useId()
  const described = [error !== undefined && `${id}error`, hint !== undefined && `${id}hint`]
    .filter(Boolean)
    .join(' ')
  return (
    <div className={`p-form__group p-form-validation select-field${error === undefined ? '' : ' is-error'}`}>
      <label className="p-form__label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="p-form-validation__input is-dense"
        value={value}
        aria-describedby={described || undefined}
        aria-invalid={error !== undefined || undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      {error !== undefined && (
        <p className="p-form-validation__message" id={`${id}error`}>
          {error}
        </p>
      )}
      {hint !== undefined && (
        <div className="p-form-help-text" id={`${id}hint`}>
          {hint}
        </div>
      )}
    </div>
  )
}
