import { useRef, useState } from 'react'

type Props = {
  /** What the block is, as in "Copy the variables". */
  name: string
  text: string
}

/** Text to be copied, with a button. */
export function CopyBlock({ name, text }: Props) {
  const code = useRef<HTMLElement>(null)
  const [said, setSaid] = useState({ of: '', text: '' })
  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setSaid({ of: text, text: 'Copied.' })
    } catch {
      // browsers offer the clipboard to secure pages only
      if (code.current) window.getSelection()?.selectAllChildren(code.current)
      setSaid({ of: text, text: 'The text is selected. Copy it with Ctrl+C.' })
    }
  }
  return (
    <div className="copy-block">
      <pre className="copy-block__text">
        <code ref={code}>{text}</code>
      </pre>
      <p className="copy-block__line">
        <button
          type="button"
          className="p-button is-dense"
          aria-label={`Copy ${name}`}
          onClick={() => void copy()}
        >
          Copy
        </button>
        <span role="status">{said.of === text && said.text}</span>
      </p>
    </div>
  )
}
