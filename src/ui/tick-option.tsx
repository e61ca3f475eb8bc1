import { TickBox } from './tick-box.tsx'

type Props = { label: string; checked: boolean; onChange: (checked: boolean) => void }

/** A tick box with its words beside it, which are part of what can be hit. */
export function TickOption({ label, checked, onChange }: Props) {
  return (
    <label className="tick-option">
      <TickBox label={label} checked={checked} onChange={onChange} />
      <span>{label}</span>
    </label>
  )
}
