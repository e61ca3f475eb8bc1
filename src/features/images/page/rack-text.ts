import type { RegionAnswer } from '#contract/gateway.ts'

/** MAAS's own words for a rack, in ours; others are shown as they are. */
const STATES: Readonly<Record<string, string>> = {
  'out-of-sync': 'out of step',
  syncing: 'copying them now',
  unknown: 'does not answer',
}

/** How far rack controllers with copies of their own are, in words; null: this MAAS has none. */
export function rackText(racks: RegionAnswer['racks']): string | null {
  if (!racks || racks.length === 0) return null
  const behind = racks.filter(({ status }) => status !== 'synced')
  const all = racks.length === 1 ? 'The rack controller holds' : `All ${racks.length} rack controllers hold`
  if (behind.length === 0) return `${all} all images`
  const names = behind.slice(0, 3).map(({ name, status }) => `${name} (${STATES[status] ?? status})`)
  const more = behind.length > 3 ? ` and ${behind.length - 3} more` : ''
  return `Rack controllers without all images: ${names.join(', ')}${more}`
}
