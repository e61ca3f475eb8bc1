import { useCommands } from '#ui/commands/commands.ts'
import { useMemo, useRef, type RefObject } from 'react'
import type { Table } from '#features/images/rules/model.ts'
import { STATE_GROUPS } from '#features/images/rules/state-words.ts'
import { countHiddenEnded, NO_FILTERS, type View } from '#features/images/table/view.ts'
import { ToolbarChoice } from './toolbar-choice.tsx'
import { ToolbarCount } from './toolbar-count.tsx'

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
  const filtered = isFiltered(view)
  useFilterCommands(filtered, onChange)
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
      <Filters table={table} view={view} onChange={onChange} />
      <OnlyBox
        label="Only selected"
        checked={view.selectedOnly}
        onChange={(selectedOnly) => onChange({ selectedOnly })}
      />
      <OnlyBox
        label="Hide ended releases"
        hint={IN_USE}
        input={hideEnded}
        checked={view.hideEnded}
        onChange={(ended) => onChange({ hideEnded: ended })}
      />
      <Sorting view={view} onChange={onChange} />
      <ToolbarCount
        table={table}
        visible={visible}
        ended={ended}
        filtered={filtered}
        onShowEnded={() => {
          onChange({ hideEnded: false })
          hideEnded.current?.focus()
        }}
        onClear={() => {
          onChange(NO_FILTERS)
          search.current?.focus()
        }}
      />
    </section>
  )
}

/** The filters by operating system, architecture and state. */
const Filters = ({ table, view, onChange }: Omit<Props, 'visible'>) => (
  <>
    <ToolbarChoice
      label="Operating system"
      all="All systems"
      value={view.os}
      onChange={(os) => onChange({ os })}
    >
      {table.groups.map((group) => (
        <option key={group.id} value={group.id}>
          {group.title}
        </option>
      ))}
    </ToolbarChoice>
    <ToolbarChoice
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
    </ToolbarChoice>
    <ToolbarChoice
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
    </ToolbarChoice>
  </>
)

type OnlyProps = {
  label: string
  hint?: string
  input?: RefObject<HTMLInputElement | null>
  checked: boolean
  onChange: (checked: boolean) => void
}

/** A box that leaves only some releases in the list. */
const OnlyBox = ({ label, hint, input, checked, onChange }: OnlyProps) => (
  <label className="toolbar__only" title={hint}>
    <input
      ref={input}
      type="checkbox"
      className="checkbox"
      title={hint}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
    {label}
  </label>
)

/** The order of the releases in each group. */
const Sorting = ({ view, onChange }: Pick<Props, 'view' | 'onChange'>) => (
  <div className="toolbar__sort">
    <ToolbarChoice
      label="Sort by"
      value={view.sort}
      onChange={(sort) => onChange({ sort: (sort ?? 'release') as View['sort'] })}
    >
      {SORTS.map((sort) => (
        <option key={sort.value} value={sort.value}>
          Sort by {sort.label.toLowerCase()}
        </option>
      ))}
    </ToolbarChoice>
    <button
      type="button"
      className="p-button is-dense"
      aria-label="Reverse the order"
      onClick={() => onChange({ descending: !view.descending })}
    >
      {view.descending ? '↓' : '↑'}
    </button>
  </div>
)

const isFiltered = ({ search, os, arch, state, selectedOnly, hideEnded }: View): boolean =>
  search !== '' || os !== null || arch !== null || state !== null || selectedOnly || hideEnded

/** The filters by state as commands. */
function useFilterCommands(filtered: boolean, onChange: Props['onChange']): void {
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
}
