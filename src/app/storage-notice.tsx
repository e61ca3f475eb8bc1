import { useState } from 'react'
import type { StorageProblem } from '#api/store/browser-store.ts'
import { Notice } from '#ui/notice.tsx'

const WORDS: Record<StorageProblem, { title: string; text: string }> = {
  denied: {
    title: 'This browser does not allow the page to store data',
    text: 'To keep them, allow site data for this address.',
  },
  full: {
    title: 'The browser storage is full',
    text: 'To keep them, free up disk space.',
  },
  broken: {
    title: 'The browser storage does not work',
    text: 'To keep them, restart the browser.',
  },
}

/** The user has closed the notice: it is not shown again as long as this page is open. */
let isRead = false

/** Says once what is lost if the browser stores nothing. Everything else works. */
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
      You can keep working. When this tab is closed or reloaded, it loses: an unsaved selection, the remaining
      steps of an interrupted save or source change, and Undo of a source change. {text}
    </Notice>
  )
}
