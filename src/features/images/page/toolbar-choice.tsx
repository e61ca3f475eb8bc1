import { useId, type ReactNode } from 'react'

type Props = {
  label: string
  /** The option for no filter. */
  all?: string
  value: string | null
  onChange: (value: string | null) => void
  children: ReactNode
}

/** One filter of the toolbar: a list to choose from, with a label for screen readers. */
export function ToolbarChoice({ label, all, value, onChange, children }: Props) {
  const id = useId()
  return (
    <>
      <label className="u-off-screen" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="toolbar__select is-dense"
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value || null)}
      >
        {all !== undefined && <option value="">{all}</option>}
        {children}
      </select>
    </>
  )
}
