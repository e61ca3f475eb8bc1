import { useId } from 'react'
import { formatBytes } from '#lib/bytes.ts'
import { PickFile } from '#ui/pick-file.tsx'
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
