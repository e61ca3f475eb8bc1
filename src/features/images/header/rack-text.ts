import type { RegionAnswer } from '#contract/gateway.ts'

/** MAAS's rack states in our words. Other states are shown unchanged. */
const STATES: Readonly<Record<string, string>> = {
  'out-of-sync': 'out of sync',
  syncing: 'copying',
  unknown: 'does not answer',
}

/** Which rack controllers with their own copies have all images; null: this MAAS has no such racks. */
export function rackText(racks: RegionAnswer['racks']): string | null {
  if (!racks || racks.length === 0) return null
  const behind = racks.filter(({ status }) => status !== 'synced')
  const all = racks.length === 1 ? 'The rack controller holds' : `All ${racks.length} rack controllers hold`
  if (behind.length === 0) return `${all} all images`
  const names = behind.slice(0, 3).map(({ name, status }) => `${name} (${STATES[status] ?? status})`)
  const more = behind.length > 3 ? ` and ${behind.length - 3} more` : ''
  return `Rack controllers without all images: ${names.join(', ')}${more}`
}
