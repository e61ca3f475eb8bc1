import { Notice } from '#ui/notice.tsx'
import type { FileProblem } from '#features/images/selection-file/rules/file-text.ts'

const SHOWN = 20

/** Why a file is not used, line by line. */
export function FileProblems({ name, problems }: { name: string; problems: readonly FileProblem[] }) {
  const more = problems.length - SHOWN
  return (
    <Notice tone="negative" title={`Could not use ${name}`}>
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
      Nothing was changed.
    </Notice>
  )
}
