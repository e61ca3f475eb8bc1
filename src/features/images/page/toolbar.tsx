import { useId, useRef, type ReactNode } from 'react'
import type { Table } from '#features/images/rules/model.ts'
import { STATE_GROUPS } from '#features/images/rules/state-words.ts'
import type { View } from '#features/images/table/view.ts'

type Props = { table: Table; visible: Table; view: View; onChange: (part: Partial<View>) => void }

const SORTS: readonly { value: View['sort']; label: string }[] = [
  { value: 'release', label: 'Release' },
  { value: 'support', label: 'Support until' },
  { value: 'size', label: 'Size' },
  { value: 'state', label: 'State' },
]

/** Search and filters; what they hide is counted. */
export function Toolbar({ table, visible, view, onChange }: Props) {
  const search = useRef<HTMLInputElement>(null)
  const filtered =
    view.search !== '' || view.os !== null || view.arch !== null || view.state !== null || view.selectedOnly
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
        {filtered ? `${count(visible)} of ${count(table)} releases` : `${count(table)} releases`}
        {filtered && (
          <button
            type="button"
            className="p-button--link toolbar__clear"
            onClick={() => {
              onChange({ search: '', os: null, arch: null, state: null, selectedOnly: false })
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

const count = (table: Table) =>
  table.groups.reduce((sum, { kind, rows }) => sum + (kind === 'along' ? 0 : rows.length), 0)
