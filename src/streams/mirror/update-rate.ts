import type { MirrorItem } from './contents.ts'

const DAY_MS = 86_400_000

/**
 * Bytes of new versions per day: for each image the bytes of its newest version, times the listed versions after the
 * first, divided by the days between the first and the last. An image with one listed version has no rate.
 */
export function updateRate(items: readonly MirrorItem[]): number {
  const images = new Map<string, MirrorItem[]>()
  for (const item of items) {
    const { tags } = item
    const key = JSON.stringify([tags('os'), tags('release') ?? tags('bootloader-type'), tags('arch')])
    const image = images.get(key)
    if (image) image.push(item)
    else images.set(key, [item])
  }
  return Math.round([...images.values()].reduce((sum, image) => sum + rateOf(image), 0))
}

function rateOf(items: readonly MirrorItem[]): number {
  const days = [...new Set(items.map(({ version }) => dayOf(version)))].filter((day) => day !== null)
  const [first, last] = [Math.min(...days), Math.max(...days)]
  if (days.length < 2 || last === first) return 0
  const newest = new Map(
    items.filter(({ version }) => dayOf(version) === last).map(({ path, size }) => [path, size]),
  )
  const bytes = [...newest.values()].reduce((sum, size) => sum + size, 0)
  return (bytes * (days.length - 1)) / (last - first)
}

/** The day of a version such as 20260706.1, in days since 1970; null: its name is not a date. */
function dayOf(version: string): number | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})(?:\D|$)/.exec(version) ?? []
  const ms = Date.parse(`${year}-${month}-${day}T00:00:00Z`)
  return Number.isFinite(ms) ? ms / DAY_MS : null
}
