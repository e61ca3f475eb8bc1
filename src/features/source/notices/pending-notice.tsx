import { sourceName } from '#selections/source-name.ts'
import { absoluteTime } from '#lib/time.ts'
import { Notice } from '#ui/notice.tsx'
import type { PendingChange } from '#features/source/change/change-records.ts'
import type { SourceState } from '#features/source/rules/model.ts'
import { RecoveryActions, type RecoveryHandlers } from './recovery-actions.tsx'
import { progressOf } from '#features/source/rules/change-progress.ts'

type Props = RecoveryHandlers & { readonly pending: PendingChange; readonly sources: readonly SourceState[] }

const TEXTS = {
  old: 'Nothing has been changed yet.',
  new: 'The source and its selection are as planned, but the import may not have been started.',
  between: 'Only part of the change is done.',
}

/** A change that this browser started but did not complete. */
export function PendingNotice({ pending, sources, ...ways }: Props) {
  const { at, before, target } = pending
  const progress = progressOf(sources, before, target)
  return (
    <Notice
      tone={progress === 'between' ? 'negative' : 'caution'}
      title="A source change was not completed"
      actions={<RecoveryActions {...ways} begun={progress !== 'old'} />}
    >
      The change {target.spec && `to ${sourceName(target.spec.url)} `}
      started {absoluteTime(at)}. {TEXTS[progress]}
    </Notice>
  )
}
