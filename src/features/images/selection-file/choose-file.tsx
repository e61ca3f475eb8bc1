import { useRef } from 'react'
import { BusyButton } from '#ui/busy-button.tsx'

type Props = { label: string; onChoose: (file: File) => void }

/** A button that opens the browser's file picker. */
export function ChooseFile({ label, onChoose }: Props) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <BusyButton onClick={() => input.current?.click()}>{label}</BusyButton>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          // so that the same file can be chosen again after it was corrected
          event.currentTarget.value = ''
          if (file) onChoose(file)
        }}
      />
    </>
  )
}
