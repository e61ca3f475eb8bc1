import { sourceName } from '#selections/source-name.ts'
import { Notice } from '#ui/notice.tsx'
import type { HalfWay } from './half-way.ts'
import { RecoveryActions, type RecoveryHandlers } from './recovery-actions.tsx'

/** The region looks as if a source change had stopped half-way, but this browser has no record of one. */
export function HalfWayNotice({ found, ...ways }: RecoveryHandlers & { readonly found: HalfWay }) {
  const { old, made, whole } = found
  const urls = [old.source.url, made.source.url]
  const names = urls.map(sourceName)
  // two spellings of one URL have the same name
  const [former, present] = names[0] === names[1] ? urls : names
  return (
    <Notice
      tone="caution"
      title="A source change may not have been completed"
      actions={<RecoveryActions {...ways} />}
    >
      <p>
        The region looks as if a change from {former} to {present} was interrupted: {present} selects{' '}
        {whole ? 'the same releases as' : 'some of the releases of'} {former}. If someone is changing the
        source now, wait until they are done.
      </p>
      <p>
        “Finish the change” {whole ? '' : `selects the rest from ${present} and `}deletes {former}. “Go back”
        deletes {present}. Both start an import.
      </p>
    </Notice>
  )
}
