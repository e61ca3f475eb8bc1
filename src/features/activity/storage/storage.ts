import type { FilesAnswer, ImagesAnswer } from '#contract/gateway.ts'
import { instant } from '#lib/time.ts'
import { releaseName } from '#selections/keys.ts'
import { osTitle } from '#selections/os-titles.ts'

/** How old the version of an image is, youngest first. */
export const AGES = ['month', 'quarter', 'year', 'older', 'unknown'] as const
export type Age = (typeof AGES)[number]

export const AGE_NAMES: Readonly<Record<Age, string>> = {
  month: 'Up to 30 days',
  quarter: '31 to 90 days',
  year: '91 to 365 days',
  older: 'More than 365 days',
  unknown: 'Age not known',
}

/** What the images of one operating system hold: bytes by age. */
export type StorageRow = {
  readonly os: string
  readonly bytes: Readonly<Record<Age, number>>
  readonly total: number
}

type Claim = { readonly os: string; readonly built: number | null; readonly bytes: number }

/**
 * The bytes of MAAS's image files by operating system and age, the largest first. A file that several images share counts
 * once, for the youngest of them. Partial downloads count with the bytes that have arrived.
 * @param now ms
 */
export function storageOf(
  { resources }: Pick<FilesAnswer, 'resources'>,
  { images }: Pick<ImagesAnswer, 'images'>,
  now: number,
): StorageRow[] {
  const loaders = new Set(images.filter(({ kind }) => kind === 'bootloader').map(releaseName))
  const claims = new Map<string, Claim>()
  for (const { synced, name, sets } of resources) {
    const os = !synced
      ? 'Custom images'
      : loaders.has(name)
        ? 'Bootloaders'
        : osTitle(name.split('/')[0] ?? '')
    for (const { version, files } of sets) {
      const built = builtAt(version)
      for (const [sum, , here] of files) {
        const known = claims.get(sum)
        const isYounger = known === undefined || (built ?? -Infinity) > (known.built ?? -Infinity)
        claims.set(sum, {
          ...(isYounger ? { os, built } : known),
          bytes: Math.max(here, known?.bytes ?? 0),
        })
      }
    }
  }
  return rowsOf([...claims.values()], now)
}

function rowsOf(claims: readonly Claim[], now: number): StorageRow[] {
  const rows = new Map<string, Record<Age, number>>()
  for (const { os, built, bytes } of claims) {
    if (bytes === 0) continue
    const row = rows.get(os) ?? { month: 0, quarter: 0, year: 0, older: 0, unknown: 0 }
    row[ageOf(built, now)] += bytes
    rows.set(os, row)
  }
  return [...rows]
    .map(([os, bytes]) => ({ os, bytes, total: AGES.reduce((sum, age) => sum + bytes[age], 0) }))
    .sort((a, b) => b.total - a.total || (a.os < b.os ? -1 : 1))
}

/** The day in a version such as 20260722 or 20260801.1, ms; null: it has none. */
function builtAt(version: string): number | null {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)(?!\d)/.exec(version) ?? []
  return year === undefined ? null : instant(`${year}-${month}-${day}`)
}

const DAY_MS = 24 * 60 * 60_000

function ageOf(built: number | null, now: number): Age {
  if (built === null) return 'unknown'
  const days = Math.floor((now - built) / DAY_MS)
  return days <= 30 ? 'month' : days <= 90 ? 'quarter' : days <= 365 ? 'year' : 'older'
}

/** Of the longest bar, in its own units. */
export const BAR_WIDTH = 400
/** A part that is there can be seen. */
const LEAST = 2

/** The parts of a bar from left to right. @param most bytes of the longest bar */
export function partsOf({ bytes }: StorageRow, most: number): { age: Age; x: number; width: number }[] {
  const there = AGES.filter((age) => bytes[age] > 0)
  const room = BAR_WIDTH - there.length * LEAST
  const parts: { age: Age; x: number; width: number }[] = []
  for (const age of there) {
    const last = parts.at(-1)
    parts.push({ age, x: last ? last.x + last.width : 0, width: LEAST + (bytes[age] / most) * room })
  }
  return parts
}
