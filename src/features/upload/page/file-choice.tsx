import { useEffect, useRef, useState } from 'react'
import { formatBytes } from '#lib/bytes.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import type { ChosenFile } from './use-chosen-file.ts'

type Props = { chosen: ChosenFile; error: string | null }

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true

/** The file, by picker or drop, and what it is. */
export function FileChoice({ chosen, error }: Props) {
  const { file, recognized, failed } = chosen
  const over = useDrop((dropped) => chosen.choose(dropped))
  return (
    <div className={`upload-file${over ? ' is-over' : ''}`}>
      <PickFile label="Choose file" onChoose={(picked) => chosen.choose(picked)} />
      <span>or drop it on this page.</span>
      <div role="status" className="upload-file__facts">
        {file && (
          <p>
            <strong className="upload-file__name">{file.name}</strong>, {formatBytes(file.size)}
          </p>
        )}
        {failed && <p>The browser could not read the file. Choose it again.</p>}
        {recognized && (
          <p>
            {recognized.what}. {recognized.remedy}
          </p>
        )}
        {recognized?.type === null && <p>MAAS cannot deploy this file, so it was not accepted.</p>}
      </div>
      {error !== null && (
        <p className="p-form-validation__message" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

/** A button that opens the file picker of the browser. */
export function PickFile({ label, onChoose }: { label: string; onChoose: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <BusyButton onClick={() => input.current?.click()}>{label}</BusyButton>
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

/** Takes files that are dropped anywhere on the page. Returns whether one is held over it. */
function useDrop(choose: (file: File) => void): boolean {
  const [over, setOver] = useState(false)
  const latest = useRef(choose)
  useEffect(() => {
    latest.current = choose
  })
  useEffect(() => {
    const hold = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(false)
      const file = event.dataTransfer?.files[0]
      if (file) latest.current(file)
    }
    addEventListener('dragover', hold)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', hold)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [])
  return over
}
