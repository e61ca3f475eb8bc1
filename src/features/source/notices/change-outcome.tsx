import type { ReactNode } from 'react'
import { Notice } from '#ui/notice.tsx'
import type { ApplyOutcome } from '#features/source/change/apply-change.ts'

type Failed = Extract<ApplyOutcome, { kind: 'failed' }>

const WORDS: Record<Failed['progress'], { title: string; text: string }> = {
  old: {
    title: 'Nothing has changed',
    text: 'The region still has its former source and selection.',
  },
  new: {
    title: 'The new source is in place, with its selection',
    text: 'Only the failed step above is missing.',
  },
  between: {
    title: 'Only part of the change is done',
    text: 'Finish the change, or go back to the former source and selection.',
  },
  unknown: {
    title: 'The result of the change is not known',
    text: 'When MAAS answers again, finish the change or go back. Both first check which steps are done.',
  },
}

/** The state in which a failed change left the region, and how to continue. */
export function FailedChange({ outcome, actions }: { outcome: Failed; actions: ReactNode }) {
  const { title, text } = WORDS[outcome.progress]
  const importEnded = outcome.progress === 'old' && outcome.importEnded
  return (
    <Notice
      tone={outcome.progress === 'old' ? 'caution' : 'negative'}
      title={importEnded ? `${title}, except the import` : title}
      actions={actions}
    >
      {outcome.message} {text}
      {importEnded && ' The running import was stopped. Try again, or start it on the Images page.'}
    </Notice>
  )
}
