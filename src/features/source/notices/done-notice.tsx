import { Link, useNavigate } from 'react-router'
import { sourceLabel } from '#selections/source-name.ts'
import { absoluteTime } from '#lib/time.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { useCommands } from '#ui/commands/commands.ts'
import { Notice } from '#ui/notice.tsx'
import { undoLabel, undoTitle } from './change-titles.ts'
import type { DoneChange } from '#features/source/change/change-records.ts'
import type { SourceState } from '#features/source/rules/model.ts'
import { NoImportNotice, useLacksImport } from './no-import-notice.tsx'

type Props = {
  readonly done: DoneChange
  readonly sources: readonly SourceState[]
  readonly search: string
  readonly onDismiss: () => void
}

/** The last source change that this browser made, and a way to undo it. */
export function DoneNotice({ done, sources, search, onDismiss }: Props) {
  const { at, from, to, startedBefore } = done
  const navigate = useNavigate()
  const lacksImport = useLacksImport(to && { at, startedBefore })
  // someone has changed the source since: an undo would overwrite that
  const now = sources.find(({ source }) => source.url === to?.url)?.source
  const isOutdated = to !== null && !now
  const former = sourceLabel({ url: from.spec.url, name: from.extras?.name })
  const name = now && sourceLabel(now)
  const query = new URLSearchParams(search)
  query.set('undo', '1')
  const undo = { pathname: '/images/source', search: query.toString() }
  useCommands(() =>
    isOutdated
      ? []
      : [
          {
            id: 'undo-source',
            group: 'Actions',
            label: undoTitle(done, sources),
            run: () => void navigate(undo),
          },
        ],
  )
  if (isOutdated) return null
  const title =
    to && sources.length > 1
      ? `${name} was changed ${absoluteTime(at)}`
      : to
        ? `Images have come from ${name} since ${absoluteTime(at)}`
        : `${former} was deleted ${absoluteTime(at)}`
  return (
    <>
      {to && lacksImport && <NoImportNotice keyringFilename={to.keyring_filename} />}
      <Notice
        tone="information"
        title={title}
        actions={
          <>
            <Link className="p-button is-dense" to={undo}>
              {undoLabel(to === null)}
            </Link>
            <BusyButton onClick={onDismiss}>Dismiss</BusyButton>
          </>
        }
      >
        Before, it was {former} with {from.selections.length}{' '}
        {from.selections.length === 1 ? 'selected release' : 'selected releases'}. {undoLabel(to === null)}{' '}
        first shows what it would change.
      </Notice>
    </>
  )
}
