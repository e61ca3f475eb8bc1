import { useCommands } from '#ui/commands/commands.ts'
import { useId, useMemo, useRef, type ReactNode } from 'react'
import type { Table } from '#features/images/rules/model.ts'
import { STATE_GROUPS } from '#features/images/rules/state-words.ts'
import { countHiddenEnded, countRows, NO_FILTERS, type View } from '#features/images/table/view.ts'

type Props = { table: Table; visible: Table; view: View; onChange: (part: Partial<View>) => void }

const SORTS: readonly { value: View['sort']; label: string }[] = [
  { value: 'release', label: 'Release' },
  { value: 'support', label: 'Support until' },
  { value: 'size', label: 'Size' },
  { value: 'state', label: 'State' },
]

const IN_USE = 'Ended releases that are selected or held stay in the list.'

/** Search and filters, with the number of releases that they show. */
export function Toolbar({ table, visible, view, onChange }: Props) {
  const search = useRef<HTMLInputElement>(null)
  const hideEnded = useRef<HTMLInputElement>(null)
  const ended = useMemo(() => countHiddenEnded(table, view), [table, view])
  const filtered =
    view.search !== '' ||
    view.os !== null ||
    view.arch !== null ||
    view.state !== null ||
    view.selectedOnly ||
    view.hideEnded
  useCommands(() => [
    ...STATE_GROUPS.map(({ id, label }) => ({
      id: `state ${id}`,
      group: 'Actions' as const,
      label: `Filter by state: ${label}`,
      keywords: 'filter',
      run: () => onChange({ ...NO_FILTERS, state: id }),
    })),
    ...(filtered
      ? [
          {
            id: 'clear-filters',
            group: 'Actions' as const,
            label: 'Clear filters',
            run: () => onChange(NO_FILTERS),
          },
        ]
      : []),
  ])
  return (
    <section className="toolbar" aria-label="Search and filters">
      <input
        ref={search}
        type="search"
        className="toolbar__search is-dense"
        aria-label="Search images"
        placeholder="Search release, codename, architecture"
        value={view.search}
        onChange={(event) => onChange({ search: event.currentTarget.value })}
      />
      <Choice label="Operating system" all="All systems" value={view.os} onChange={(os) => onChange({ os })}>
        {table.groups.map((group) => (
          <option key={group.id} value={group.id}>
            {group.title}
          </option>
        ))}
      </Choice>
      <Choice
        label="Architecture"
        all="All architectures"
        value={view.arch}
        onChange={(arch) => onChange({ arch })}
      >
        {table.arches.map((arch) => (
          <option key={arch} value={arch}>
            {arch}
          </option>
        ))}
      </Choice>
      <Choice
        label="State"
        all="All states"
        value={view.state}
        onChange={(state) => onChange({ state: state as View['state'] })}
      >
        {STATE_GROUPS.map((group) => (
          <option key={group.id} value={group.id}>
            {group.label}
          </option>
        ))}
      </Choice>
      <label className="toolbar__only">
        <input
          type="checkbox"
          className="tick-box"
          checked={view.selectedOnly}
          onChange={(event) => onChange({ selectedOnly: event.currentTarget.checked })}
        />
        Only selected
      </label>
      <label className="toolbar__only" title={IN_USE}>
        <input
          ref={hideEnded}
          type="checkbox"
          className="tick-box"
          title={IN_USE}
          checked={view.hideEnded}
          onChange={(event) => onChange({ hideEnded: event.currentTarget.checked })}
        />
        Hide ended releases
      </label>
      <div className="toolbar__sort">
        <Choice
          label="Sort by"
          value={view.sort}
          onChange={(sort) => onChange({ sort: (sort ?? 'release') as View['sort'] })}
        >
          {SORTS.map((sort) => (
            <option key={sort.value} value={sort.value}>
              Sort by {sort.label.toLowerCase()}
            </option>
          ))}
        </Choice>
        <button
          type="button"
          className="p-button is-dense"
          aria-label="Reverse the order"
          onClick={() => onChange({ descending: !view.descending })}
        >
          {view.descending ? '↓' : '↑'}
        </button>
      </div>
      <p className="toolbar__count" role="status">
        {filtered ? `${countRows(visible)} of ${countRows(table)} releases` : `${countRows(table)} releases`}
        {ended > 0 && (
          <>
            {`, ${ended} ended ${ended === 1 ? 'release is' : 'releases are'} hidden`}
            <button
              type="button"
              className="p-button--link toolbar__clear"
              onClick={() => {
                onChange({ hideEnded: false })
                hideEnded.current?.focus()
              }}
            >
              Show ended releases
            </button>
          </>
        )}
        {filtered && (
          <button
            type="button"
            className="p-button--link toolbar__clear"
            onClick={() => {
              onChange(NO_FILTERS)
              search.current?.focus()
            }}
          >
            Clear filters
          </button>
        )}
      </p>
    </section>
  )
}

type ChoiceProps = {
  label: string
  /** The option for no filter. */
  all?: string
  value: string | null
  onChange: (value: string | null) => void
  children: ReactNode
}

function Choice({ label, all, value, onChange, children }: ChoiceProps) {
  const id = useId()
  return (
    <>
      <label className="u-off-screen" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="toolbar__select is-dense"
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value || null)}
      >
        {all !== undefined && <option value="">{all}</option>}
        {children}
      </select>
    </>
  )
}
