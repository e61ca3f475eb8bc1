import type { Difference } from '#testing/recorded/known-differences.ts'

/** Exchanges that the embedded region answers differently from MAAS 3.8.0 beta 6, and why. */
export const KNOWN_DIFFERENCES: Difference[] = [
  {
    reason: 'the four syncs of a first import create the rows of each bootloader four times; here once',
    recording: 'images',
    exchanges: ['15 the first list while importing', '20 GET boot-resources/'],
  },
  {
    reason: 'MAAS needs a moment to create the rows of an import; here they are there when it begins',
    recording: 'images',
    exchanges: ['26 the list before the rows are there'],
  },
  {
    reason: 'an import that another client had started ran while this was recorded',
    recording: 'settings',
    exchanges: ['13 is importing after auto import on (v2)'],
  },
  {
    reason: 'an endpoint for MAAS itself, not documented',
    recording: 'others',
    exchanges: ['8 images-sync-progress (undocumented)'],
  },
]
