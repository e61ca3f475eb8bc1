import { useId, useRef } from 'react'
import { formatBytes } from '#lib/bytes.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import type { ChosenFile } from './use-chosen-file.ts'
import { useDrop } from './use-drop.ts'

type Props = { chosen: ChosenFile; error: string | null }

/** The file, by picker or drop, and what it is. */
export function FileChoice({ chosen, error }: Props) {
  const { file, recognized, problem, choose, refuseSeveral } = chosen
  const message = useId()
  const over = useDrop((dropped) => {
    const [first, second] = dropped
    if (second) refuseSeveral()
    else if (first) choose(first)
  })
  return (
    <div
      className={`upload-file p-form-validation${over ? ' is-over' : ''}${error === null ? '' : ' is-error'}`}
    >
      <PickFile label="Choose file" describedBy={error === null ? undefined : message} onChoose={choose} />
      <span>or drop it on this page.</span>
      <div role="status" className="upload-file__facts">
        {file && (
          <p>
            <strong className="upload-file__name">{file.name}</strong>, {formatBytes(file.size)}
          </p>
        )}
        {problem !== null && problem !== error && <p>{problem}</p>}
        {recognized && (
          <p>
            {recognized.what}. {recognized.remedy}
          </p>
        )}
      </div>
      {error !== null && (
        <p className="p-form-validation__message" id={message} role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

type PickProps = { label: string; describedBy?: string | undefined; onChoose: (file: File) => void }

/** A button that opens the file picker of the browser. */
export function PickFile({ label, describedBy, onChoose }: PickProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <BusyButton aria-describedby={describedBy} onClick={() => input.current?.click()}>
        {label}
      </BusyButton>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          // so that the same file can be chosen again
          event.currentTarget.value = ''
          if (file) onChoose(file)
        }}
      />
    </>
  )
}
