import type { View } from '#features/images/table/view.ts'

type Props = { arches: readonly string[]; view: View; onView: (part: Partial<View>) => void }

/** The column headers. Four of them sort. */
export function GridHead({ arches, view, onView }: Props) {
  const sorter = (sort: View['sort'], title: string, className: string) => {
    const on = view.sort === sort
    return (
      <div
        role="columnheader"
        className={className}
        aria-sort={on ? (view.descending ? 'descending' : 'ascending') : 'none'}
      >
        <button
          type="button"
          className={`grid__sort${on ? (view.descending ? ' is-down' : ' is-up') : ''}`}
          onClick={() => onView(on ? { descending: !view.descending } : { sort, descending: true })}
        >
          {title}
        </button>
      </div>
    )
  }
  return (
    <div role="row" aria-rowindex={1} className="grid__row grid__head">
      <div role="columnheader" aria-label="All architectures" />
      {sorter('release', 'Release', 'grid__title')}
      {sorter('support', 'Support until', 'grid__support')}
      {arches.map((arch) => (
        <div key={arch} role="columnheader" className="grid__arch">
          {arch}
        </div>
      ))}
      {sorter('size', 'Size', 'grid__size')}
      {sorter('state', 'State', 'grid__state')}
    </div>
  )
}
