import type { ReactNode } from 'react'
import { Notice } from '#ui/notice.tsx'
import type { FileProblem } from '#features/images/selection-file/rules/file-text.ts'

const SHOWN = 20

type Props = {
  title: string
  problems: readonly FileProblem[]
  /** What this means for the selection. */
  children?: ReactNode
}

/** Why a file cannot be read or written, line by line. */
export function FileProblems({ title, problems, children }: Props) {
  const more = problems.length - SHOWN
  return (
    <Notice tone="negative" title={title}>
      <ul className="file-problems">
        {problems.slice(0, SHOWN).map(({ line, text }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- two problems can read the same
          <li key={index}>
            {line !== null && <strong>Line {line}: </strong>}
            {text}
          </li>
        ))}
      </ul>
      {more > 0 && `${more} more ${more === 1 ? 'problem' : 'problems'}. `}
      {children}
    </Notice>
  )
}
