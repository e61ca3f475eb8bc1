import { Link } from 'react-router'
import type { Summary } from '#features/images/forecast/summary.ts'

/** The warnings about a save, as a list. Renders nothing if there are none. */
export function SaveWarnings({ summary }: { summary: Summary }) {
  if (summary.warnings.length === 0) return null
  return (
    <ul className="save-bar__warnings">
      {summary.warnings.map((warning) => (
        <li key={warning.text} className="save-bar__warning">
          {warning.text}
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
