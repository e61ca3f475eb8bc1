import { expect, test } from 'vitest'
import { isToldAlready, messageOfEnd, type Told } from './import-ended.ts'

const told = (at: number, started: string | null = null): Told => ({ at, started })

test.each<[rule: string, before: Told | null, now: Told, told: boolean]>([
  ['the first end', null, told(0), false],
  ['the same import in another tab, late', told(0, 'nine'), told(900_000, 'nine'), true],
  ['the next import, soon', told(0, 'nine'), told(1_000, 'ten'), false],
  ['an import without a start, soon', told(0), told(60_000), true],
  ['an import without a start, later', told(0), told(240_000), false],
])('%s', (_, before, now, is) => {
  expect(isToldAlready(before, now)).toBe(is)
})

test('an error that MAAS reports during an import is its end', () => {
  const news = [
    { category: 'warning', message: 'Old.' },
    { category: 'error', message: 'Failed to import images.' },
  ]
  expect(messageOfEnd(news)).toEqual({ title: 'Import failed', body: 'Failed to import images.' })
  expect(messageOfEnd(news.slice(0, 1)).title).toBe('Import ended')
})
