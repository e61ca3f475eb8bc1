import { MaasRefusal, type Fields } from '#simulator/state/refusal.ts'
import type { Source, State } from '#simulator/state/state.ts'

/* The fields that MAAS 3.8 adds to a boot source, as recorded. */

/** The fields of a form, as text; missing fields are undefined. */
export type RankParams = {
  name?: string | undefined
  priority?: string | undefined
  enabled?: string | undefined
  skipsVerification?: string | undefined
}
export type Rank = Pick<Source, 'name' | 'priority' | 'enabled' | 'skipsVerification'>

const LONGEST_NAME = 255

/** The values before 3.8, which has no such fields. */
export const unranked = (url: string): Rank => ({
  name: url,
  priority: 0,
  enabled: true,
  skipsVerification: false,
})

/**
 * The four fields of a source at `url`; errors are added to `fields`. A missing name becomes the address, and a
 * missing priority of a new source becomes higher than all others.
 */
export function checkedRank(
  state: State,
  source: Source | null,
  url: string,
  form: RankParams,
  fields: Fields,
): Rank {
  const name = (form.name?.trim() ?? source?.name ?? '') || url
  const others = [...state.sources.values()].filter((other) => other !== source)
  if (name.length > LONGEST_NAME)
    fields['name'] = [`Ensure this value has at most ${LONGEST_NAME} characters (it has ${name.length}).`]
  else if (others.some((other) => other.name === name))
    fields['name'] = ['Boot source with this Name already exists.']
  return {
    name,
    priority: checkedPriority(source?.priority ?? nextPriority(others), form.priority?.trim(), fields),
    enabled: bool(form.enabled) ?? source?.enabled ?? true,
    skipsVerification: bool(form.skipsVerification) ?? source?.skipsVerification ?? url.endsWith('.json'),
  }
}

/** The priority of a source that names none: higher than all others. */
export const nextPriority = (sources: Iterable<Source>) =>
  Math.max(0, ...[...sources].map(({ priority }) => priority)) + 1

function checkedPriority(usual: number, sent: string | undefined, fields: Fields): number {
  if (sent === undefined || sent === '') return usual
  if (!/^[+-]?\d+$/.test(sent)) fields['priority'] = ['Enter a whole number.']
  else if (Number(sent) < 0) fields['priority'] = ['Ensure this value is greater than or equal to 0.']
  return Number(sent)
}

/** No form checks it: MAAS's database refuses a priority that another source has. */
export function checkPriorityIsFree(state: State, source: Source | null, priority: number): void {
  const others = [...state.sources.values()].filter((other) => other !== source)
  if (others.some((other) => other.priority === priority)) throw new MaasRefusal({ kind: 'conflict' })
}

/** Any other value counts as missing. */
function bool(text: string | undefined): boolean | undefined {
  if (text === 'true' || text === 'True' || text === '1') return true
  return text === 'false' || text === 'False' || text === '0' ? false : undefined
}
