import { useId, useState } from 'react'
import type { Entry } from '#api/activity/entry.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { absoluteTime } from '#lib/time.ts'
import { entryTitle, resultText, whoText } from '#features/activity/rules/entry-words.ts'
import { activityCsv, activityJson } from '#features/activity/rules/export.ts'
import { filterEntries, NO_FILTER, type Filter } from '#features/activity/rules/filter.ts'
import { ActivityFilters } from './activity-filters.tsx'
import { ExportButtons } from './export-buttons.tsx'

const AT_FIRST = 100

type Props = { entries: readonly Entry[]; isAdmin: boolean }

/** The recorded changes with filters and export. */
export function ActivityList({ entries, isAdmin }: Props) {
  const heading = useId()
  const [filter, setFilter] = useState<Filter>(NO_FILTER)
  const [most, setMost] = useState(AT_FIRST)
  // the time at which the filter was set, so that entries do not vanish while they are read
  const [now, setNow] = useState(() => Date.now())
  const found = filterEntries(entries, filter, now)
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className="p-heading--4">
        Changes
      </h2>
      <p>
        MAAS up to 3.8 does not show its audit events about boot sources, selections and settings to MAAS
        Images. Changes that were not sent from this browser are found by comparing what this page reads, so
        it is not known who made them.
        {!isAdmin &&
          ' MAAS shows boot sources and selections to administrators only, so only changes of settings are listed here.'}
      </p>
      {entries.length === 0 ? (
        <p>No change is recorded in this browser yet.</p>
      ) : (
        <>
          <ActivityFilters
            filter={filter}
            onChange={(next) => {
              setNow(Date.now())
              setMost(AT_FIRST)
              setFilter(next)
            }}
          />
          <p role="status">
            {found.length} of {entries.length} {entries.length === 1 ? 'change' : 'changes'}
          </p>
          <ExportButtons
            name="activity"
            what="the listed changes"
            csv={() => activityCsv(found)}
            json={() => activityJson(found)}
            isEmpty={found.length === 0}
          />
          {found.length === 0 && <p>No change matches the search and the filters.</p>}
          <ul className="activity-list" aria-labelledby={heading}>
            {found.slice(0, most).map((entry) => (
              <EntryItem key={`${entry.at} ${entry.key}`} entry={entry} />
            ))}
          </ul>
          {found.length > most && (
            <BusyButton onClick={() => setMost(most + AT_FIRST)}>Show more changes</BusyButton>
          )}
        </>
      )}
    </section>
  )
}

const timeOf = ({ at, since }: Entry): string =>
  since === undefined ? absoluteTime(at) : `between ${absoluteTime(since)} and ${absoluteTime(at)}`

function EntryItem({ entry }: { entry: Entry }) {
  const { before, after, message, result } = entry
  return (
    <li className={['done', 'sent'].includes(result) ? '' : 'is-failed'}>
      <strong>{entryTitle(entry)}</strong>
      <span className="activity-list__facts">
        {whoText(entry)}, {timeOf(entry)}. {resultText(entry)}.{message !== '' && ` ${message}`}
      </span>
      {(before !== null || after !== null) && (
        <dl className="activity-list__states">
          <dt>Before</dt>
          <dd>{before ?? 'nothing'}</dd>
          <dt>After</dt>
          <dd>{after ?? 'nothing'}</dd>
        </dl>
      )}
    </li>
  )
}
