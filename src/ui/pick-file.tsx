import { useRef } from 'react'
import { BusyButton } from './busy-button.tsx'

type Props = {
  label: string
  /** The kinds of files that the picker offers; left out: all. */
  accept?: string
  /** The id of a message about the file. */
  describedBy?: string | undefined
  onChoose: (file: File) => void
}

/** A button that opens the file picker of the browser. */
export function PickFile({ label, accept, describedBy, onChoose }: Props) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <BusyButton aria-describedby={describedBy} onClick={() => input.current?.click()}>
        {label}
      </BusyButton>
      <input
        ref={input}
        type="file"
        accept={accept}
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
