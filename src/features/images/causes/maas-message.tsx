import { useRef } from 'react'
import { BusyButton } from '#ui/busy-button.tsx'
import { useCopy } from '#ui/use-copy.ts'

/** What MAAS itself wrote, folded, to copy. The gateway has removed passwords from it. */
export function MaasMessage({ text }: { text: string }) {
  const shown = useRef<HTMLPreElement>(null)
  const { copy, message } = useCopy(text, shown)
  return (
    <details className="maas-message">
      <summary>Message of MAAS</summary>
      <pre ref={shown} tabIndex={-1}>
        {text}
      </pre>
      <BusyButton onClick={copy}>Copy message</BusyButton> <span role="status">{message}</span>
    </details>
  )
}
