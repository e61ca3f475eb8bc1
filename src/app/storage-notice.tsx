import { useState } from 'react'
import type { StorageProblem } from '#api/store/browser-store.ts'
import { Notice } from '#ui/notice.tsx'

const WORDS: Record<StorageProblem, { title: string; text: string }> = {
  denied: {
    title: 'This browser does not let the page keep anything',
    text: 'Allow site data for this address to keep them.',
  },
  full: {
    title: 'The storage of this browser is full',
    text: 'Free up disk space to keep them.',
  },
  broken: {
    title: 'The storage of this browser does not work',
    text: 'Restart the browser to keep them.',
  },
}

/** A person has read it: it is not shown again as long as this page is open. */
let isRead = false

/** Says once what is lost where the browser keeps nothing; all else works. */
export function StorageNotice({ problem }: { problem: StorageProblem }) {
  const [closed, setClosed] = useState(isRead)
  if (closed) return null
  const { title, text } = WORDS[problem]
  return (
    <Notice
      tone="information"
      title={title}
      onDismiss={() => {
        isRead = true
        setClosed(true)
      }}
    >
      Everything on this page works. When this tab is closed or reloaded, these are lost: a selection that is
      not saved, the steps of a save or change of source that was interrupted, and Undo of a change of source.{' '}
      {text}
    </Notice>
  )
}
