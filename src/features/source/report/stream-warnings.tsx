import type { MarkedWarning } from '#streams/catalogue/concerns.ts'
import { detailNoun, effectText } from './warning-words.ts'

type Props = {
  warnings: readonly MarkedWarning[]
  /** Reasons that are already shown elsewhere; those about this MAAS are left out. */
  alreadyShown: readonly string[]
}

/** What some version of MAAS refuses or ignores in a source; warnings about this MAAS come first. */
export function StreamWarnings({ warnings, alreadyShown }: Props) {
  const shown = warnings.filter(({ ours, message }) => !ours || !alreadyShown.includes(message))
  if (shown.length === 0) return null
  const reasons = new Set(warnings.filter(({ ours }) => ours).map(({ message }) => message))
  return (
    <ul className="report__warnings" aria-label="Warnings">
      {shown.map((warning) => (
        <li
          key={`${warning.maas} ${warning.message}`}
          className={warning.ours ? `is-${warning.effect}` : 'is-other'}
        >
          {!warning.ours && reasons.has(warning.message) ? (
            <strong>{effectText(warning)} for the same reason.</strong>
          ) : (
            <>
              <strong>{effectText(warning)}.</strong> {warning.message}
              {!warning.ours && ' Your MAAS is not affected.'}
              <WarningDetails warning={warning} />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

/** The files or names that a warning is about, in a fold; nothing if the message already contains them. */
export function WarningDetails({ warning: { message, names, count } }: { warning: MarkedWarning }) {
  const [first] = names
  if (first === undefined) return null
  // the message already names it, or it is the index, which every source has
  if (count === 1 && (message.includes(first) || /(^|\/)index\.s?json$/.test(first))) return null
  const noun = detailNoun(names)
  return (
    <details>
      <summary>
        {count} {count === 1 ? noun : `${noun}s`}
      </summary>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <code>{name}</code>
          </li>
        ))}
        {count > names.length && <li>and {count - names.length} more</li>}
      </ul>
    </details>
  )
}
