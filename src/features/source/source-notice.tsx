import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { regionQuery } from '#api/images.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import { sourceName } from '#lib/source-name.ts'
import { absoluteTime } from '#lib/time.ts'
import { placeOf } from './change-plan.ts'
import { forgetDone, forgetPending, recallDone, recallPending } from './kept.ts'
import { NoImportNotice } from './no-import-notice.tsx'
import { RunningChange } from './running-change.tsx'
import { useChange } from './use-change.ts'

/** On the Images page: a change of source that was not seen through, or the last one, which can be undone. */
export function SourceNotice({ search }: { search: string }) {
  const { data: region } = useQuery(regionQuery())
  const [pending, setPending] = useState(recallPending)
  const [done, setDone] = useState(recallDone)
  const change = useChange()
  const sources = region?.sources
  if (!sources) return null

  if (change.running || change.outcome) {
    const close = () => {
      setPending(recallPending())
      setDone(recallDone())
      change.reset()
    }
    return <RunningChange title="Change source" change={change} onClose={close} />
  }
  if (pending) {
    const place = placeOf(sources, pending.before, pending.target)
    const order = { target: pending.target, before: pending.before, resumes: true }
    const forget = () => {
      forgetPending()
      setPending(null)
    }
    return (
      <Notice
        tone={place === 'between' ? 'negative' : 'caution'}
        title="A change of source was not seen through"
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
  if (target && !sources.some(({ source }) => source.url === target.url)) return null
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
            ? `${sourceName(target.url)} was changed ${absoluteTime(done.at)}`
            : target
              ? `Images come from ${sourceName(target.url)} since ${absoluteTime(done.at)}`
              : `${sourceName(done.from.spec.url)} was deleted ${absoluteTime(done.at)}`
        }
        actions={
          <>
            <Link className="p-button is-dense" to={{ pathname: '/images/source', search: query.toString() }}>
              Undo
            </Link>
            <BusyButton
              onClick={() => {
                forgetDone()
                setDone(null)
              }}
            >
              Dismiss
            </BusyButton>
          </>
        }
      >
        Before it was {sourceName(done.from.spec.url)} with {done.from.selections.length}{' '}
        {done.from.selections.length === 1 ? 'selected release' : 'selected releases'}. Undo shows first what
        it would change.
      </Notice>
    </>
  )
}

const PLACES = {
  old: 'Nothing of it is done yet.',
  new: 'Source and selection are as planned; the import may not have been asked for.',
  between: 'Some of it is done.',
}
