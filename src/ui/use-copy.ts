import { useState, type RefObject } from 'react'

type Copied = { readonly text: string; readonly done: boolean }

/**
 * Copies a text to the clipboard. If the browser denies that, selects the text on the page and copies the selection; if
 * that is denied too, the text stays selected for Ctrl+C.
 */
export function useCopy(text: string, shown: RefObject<HTMLElement | null>) {
  const [copied, setCopied] = useState<Copied | null>(null)
  const copy = async () => {
    const done = await write(text).catch(() => copySelected(shown.current))
    setCopied({ text, done })
  }
  // another tab shows another text
  const result = copied?.text === text ? copied : null
  return {
    copy: () => void copy().catch(() => setCopied({ text, done: false })),
    message:
      result === null
        ? ''
        : result.done
          ? 'Copied'
          : 'The browser does not allow copying. Press Ctrl+C to copy.',
  }
}

/** Rejects where the browser denies it, such as on a page without TLS, where it has no clipboard at all. */
async function write(text: string): Promise<boolean> {
  await navigator.clipboard.writeText(text)
  return true
}

function copySelected(element: HTMLElement | null): boolean {
  if (!element) return false
  element.focus()
  getSelection()?.selectAllChildren(element)
  // the only way to copy without permission to use the clipboard
  return document.execCommand('copy')
}
