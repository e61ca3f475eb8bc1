import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { regionQuery } from '#api/images.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import { sourceLabel, sourceName } from '#lib/source-name.ts'
import { absoluteTime } from '#lib/time.ts'
import { placeOf } from './change-plan.ts'
import { undoLabel } from './change-titles.ts'
import { forgetDone, forgetPending, recallDone, recallPending } from './kept.ts'
import { isKeptKey } from './kept-keys.ts'
import { NoImportNotice } from './no-import-notice.tsx'
import { isChangingElsewhere } from './other-tabs.ts'
import { RunningChange } from './running-change.tsx'
import { useChange } from './use-change.ts'

/** On the Images page: a change of source that was not seen through, or the last one, which can be undone. */
export function SourceNotice({ search }: { search: string }) {
  const { data: region } = useQuery(regionQuery())
  const { pending, done, recall } = useKept()
  const change = useChange()
  const elsewhere = useQuery({
    queryKey: ['change-elsewhere', pending?.at],
    queryFn: isChangingElsewhere,
    enabled: pending !== null && !change.running,
    refetchInterval: ({ state }) => (state.data === true ? 2_000 : false),
  }).data
  const sources = region?.user.admin ? region.sources : null
  if (!sources) return null

  if (change.running || change.outcome) {
    const close = () => {
      recall()
      change.reset()
    }
    return <RunningChange change={change} onClose={close} />
  }
  if (pending && elsewhere === undefined) return null
  if (pending && elsewhere) {
    return (
      <Notice tone="information" title="Another tab of this browser is changing the source">
        {pending.target.spec && `It leads to ${sourceName(pending.target.spec.url)}. `}Leave that tab open
        until it is done.
      </Notice>
    )
  }
  if (pending) {
    const place = placeOf(sources, pending.before, pending.target)
    const { target, before, undoes = false } = pending
    const order = { target, before, undoes, resumes: true }
    const forget = () => {
      forgetPending()
      recall()
    }
    return (
      <Notice
        tone={place === 'between' ? 'negative' : 'caution'}
        title="A source change was not completed"
        actions={
          <>
            <BusyButton tone="positive" onClick={() => void change.run(order)}>
              Finish it
            </BusyButton>
            {place !== 'old' && <BusyButton onClick={() => void change.goBack(order)}>Go back</BusyButton>}
            <BusyButton onClick={forget}>Leave it as it is</BusyButton>
          </>
        }
      >
        It was begun {absoluteTime(pending.at)}
        {pending.target.spec && ` and leads to ${sourceName(pending.target.spec.url)}`}. {PLACES[place]}
      </Notice>
    )
  }
  if (!done) return null
  const target = done.to
  // somebody has changed it since: the way back would lead over theirs
  const now = sources.find(({ source }) => source.url === target?.url)?.source
  if (target && !now) return null
  const name = now && sourceLabel(now)
  const former = sourceLabel({ url: done.from.spec.url, name: done.from.extras?.name })
  const query = new URLSearchParams(search)
  query.set('undo', '1')
  return (
    <>
      {target && (
        <NoImportNotice
          at={done.at}
          startedBefore={done.startedBefore}
          keyringFilename={target.keyring_filename}
        />
      )}
      <Notice
        tone="information"
        title={
          target && sources.length > 1
            ? `${name} was changed ${absoluteTime(done.at)}`
            : target
              ? `Images come from ${name} since ${absoluteTime(done.at)}`
              : `${former} was deleted ${absoluteTime(done.at)}`
        }
        actions={
          <>
            <Link className="p-button is-dense" to={{ pathname: '/images/source', search: query.toString() }}>
              {undoLabel(target === null)}
            </Link>
            <BusyButton
              onClick={() => {
                forgetDone()
                recall()
              }}
            >
              Dismiss
            </BusyButton>
          </>
        }
      >
        Before it was {former} with {done.from.selections.length}{' '}
        {done.from.selections.length === 1 ? 'selected release' : 'selected releases'}.{' '}
        {undoLabel(target === null)} first shows what it would change.
      </Notice>
    </>
  )
}

/** What this browser keeps of a change, as it is now: another tab may write it. */
function useKept() {
  const [kept, setKept] = useState(() => ({ pending: recallPending(), done: recallDone() }))
  const recall = () => setKept({ pending: recallPending(), done: recallDone() })
  useEffect(() => {
    const follow = ({ key }: StorageEvent) => {
      if (isKeptKey(key)) setKept({ pending: recallPending(), done: recallDone() })
    }
    window.addEventListener('storage', follow)
    return () => window.removeEventListener('storage', follow)
  }, [])
  return { ...kept, recall }
}

const PLACES = {
  old: 'Nothing of it is done yet.',
  new: 'Source and selection are as planned; the import may not have been asked for.',
  between: 'Some of it is done.',
}
