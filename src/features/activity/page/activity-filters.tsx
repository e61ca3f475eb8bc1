import { KINDS } from '#features/activity/rules/entry-words.ts'
import type { Filter } from '#features/activity/rules/filter.ts'
import { SelectField } from '#ui/select-field.tsx'
import { TextField } from '#ui/text-field.tsx'

const WHO: readonly { value: Filter['who']; text: string }[] = [
  { value: 'all', text: 'Everyone' },
  { value: 'here', text: 'Sent from this browser' },
  { value: 'elsewhere', text: 'Seen in MAAS' },
]
const DAYS = [
  { value: '0', text: 'Any time' },
  { value: '1', text: 'Last 24 hours' },
  { value: '7', text: 'Last 7 days' },
  { value: '30', text: 'Last 30 days' },
]
const WHAT = [
  { value: 'all', text: 'Everything' },
  ...KINDS.map(([value, word]) => ({ value, text: `${word.charAt(0).toUpperCase()}${word.slice(1)}s` })),
]

type Props = { filter: Filter; onChange: (filter: Filter) => void }

/** Who, what, when, and a search. */
export const ActivityFilters = ({ filter, onChange }: Props) => (
  <div className="activity-filters" role="search" aria-label="Changes">
    <TextField
      label="Search changes"
      value={filter.search}
      onChange={(search) => onChange({ ...filter, search })}
    />
    <SelectField
      label="Who"
      value={filter.who}
      options={WHO}
      onChange={(who) => onChange({ ...filter, who: WHO.find(({ value }) => value === who)?.value ?? 'all' })}
    />
    <SelectField
      label="What"
      value={filter.what}
      options={WHAT}
      onChange={(what) =>
        onChange({ ...filter, what: KINDS.find(([value]) => value === what)?.[0] ?? 'all' })
      }
    />
    <SelectField
      label="When"
      value={String(filter.days)}
      options={DAYS}
      onChange={(days) => onChange({ ...filter, days: Number(days) })}
    />
  </div>
)
