import type { ReactNode } from 'react'
import { Notice } from '#ui/notice.tsx'
import type { ChangeOutcome } from '#features/source/change/apply-change.ts'

type Failed = Extract<ChangeOutcome, { kind: 'failed' }>

const WHERE: Record<Failed['place'], { title: string; text: string }> = {
  old: {
    title: 'Nothing has changed',
    text: 'The region still has its former source and selection.',
  },
  new: {
    title: 'The new source is in place, with its selection',
    text: 'What failed above is all that is missing.',
  },
  between: {
    title: 'The change is half-way',
    text: 'Some of the steps above are done, others are not. Finish it, or go back to what was before.',
  },
  unknown: {
    title: 'It is not known how far the change has come',
    text: 'When MAAS answers again, finish the change, or go back: both look first what is done.',
  },
}

/** What a change that failed has left behind, and the ways on. */
export function FailedChange({ outcome, actions }: { outcome: Failed; actions: ReactNode }) {
  const { title, text } = WHERE[outcome.place]
  const importEnded = outcome.place === 'old' && outcome.importEnded
  return (
    <Notice
      tone={outcome.place === 'old' ? 'caution' : 'negative'}
      title={importEnded ? `${title} but the import` : title}
      actions={actions}
    >
      {outcome.message} {text}
      {importEnded &&
        ' The import that was running does not run any more: try again, or start it on the Images page.'}
    </Notice>
  )
}
