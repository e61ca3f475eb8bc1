import { Link } from 'react-router'
import { sourceName } from '#lib/source-name.ts'
import { absoluteTime } from '#lib/time.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import type { DoneChange } from './kept.ts'
import type { SourceState } from './model.ts'
import { NoImportNotice } from './no-import-notice.tsx'

type Props = {
  readonly done: DoneChange
  readonly sources: readonly SourceState[]
  readonly search: string
  readonly onDismiss: () => void
}

/** The last change of source that this browser made, and the way back from it. */
export function DoneNotice({ done, sources, search, onDismiss }: Props) {
  const { at, from, to, startedBefore } = done
  // somebody has changed it since: the way back would lead over theirs
  if (to && !sources.some(({ source }) => source.url === to.url)) return null
  const query = new URLSearchParams(search)
  query.set('undo', '1')
  const title =
    to && sources.length > 1
      ? `${sourceName(to.url)} was changed ${absoluteTime(at)}`
      : to
        ? `Images come from ${sourceName(to.url)} since ${absoluteTime(at)}`
        : `${sourceName(from.spec.url)} was deleted ${absoluteTime(at)}`
  return (
    <>
      {to && <NoImportNotice at={at} startedBefore={startedBefore} keyringFilename={to.keyring_filename} />}
      <Notice
        tone="information"
        title={title}
        actions={
          <>
            <Link className="p-button is-dense" to={{ pathname: '/images/source', search: query.toString() }}>
              Undo
            </Link>
            <BusyButton onClick={onDismiss}>Dismiss</BusyButton>
          </>
        }
      >
        Before it was {sourceName(from.spec.url)} with {from.selections.length}{' '}
        {from.selections.length === 1 ? 'selected release' : 'selected releases'}. Undo shows first what it
        would change.
      </Notice>
    </>
  )
}
