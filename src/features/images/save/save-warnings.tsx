import { Link } from 'react-router'
import { LinkedText } from '#ui/linked-text.tsx'
import { DEFAULT_IMAGES } from '#selections/commissioning.ts'
import type { Summary } from '#features/images/forecast/summary.ts'

type Props = {
  summary: Summary
  /** Closes the dialog that shows them, because a link opens another one. */
  onFollow?: () => void
}

/** The warnings about a save, as a list. Renders nothing if there are none. */
export function SaveWarnings({ summary, onFollow }: Props) {
  if (summary.warnings.length === 0) return null
  return (
    <ul className="save-bar__warnings">
      {summary.warnings.map((warning) => (
        <li key={warning.text} className="save-bar__warning">
          <LinkedText text={warning.text} {...DEFAULT_IMAGES} {...(onFollow && { onFollow })} />
          {warning.link && (
            <>
              {' '}
              <Link to={warning.link.to}>{warning.link.text}</Link>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
