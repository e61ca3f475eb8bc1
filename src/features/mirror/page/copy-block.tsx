import { useRef } from 'react'
import { useCopy } from '#ui/use-copy.ts'

type Props = {
  /** What the block is, as in "Copy the variables". */
  name: string
  text: string
}

/** Text to be copied, with a button. */
export function CopyBlock({ name, text }: Props) {
  const code = useRef<HTMLElement>(null)
  const { copy, message } = useCopy(text, code)
  return (
    <div className="copy-block">
      <pre className="copy-block__text">
        <code ref={code}>{text}</code>
      </pre>
      <p className="copy-block__line">
        <button type="button" className="p-button is-dense" aria-label={`Copy ${name}`} onClick={copy}>
          Copy
        </button>
        <span role="status">{message}</span>
      </p>
    </div>
  )
}
