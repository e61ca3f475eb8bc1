import { expect, test } from 'vitest'
import { aCatalogue, anImage, aRelease } from '#testing/image-fixtures.ts'
import { isOutdated, type NotificationContext } from './outdated-notification.ts'
import { savedFrom } from '#features/images/rules/selection.ts'

const notification = (what: string, release = 'noble') => ({
  id: 1,
  ident: `commissioning_series_${what}`,
  message: `ubuntu ${release} is configured as the commissioning release but it is ${what}!`,
  category: 'error',
  dismissable: true,
})

const source = {
  id: 1,
  url: 'http://x.example.com/',
  keyring_filename: 'k',
  keyring_data: '',
  created: '',
  updated: '',
}
const selection = {
  id: 1,
  boot_source_id: 1,
  os: 'ubuntu',
  release: 'noble',
  arches: ['amd64'],
  subarches: ['*'],
  labels: ['*'],
}
const sources = [{ source, selections: [selection] }]
const known: NotificationContext = {
  commissioningRelease: 'noble',
  sources,
  saved: savedFrom(sources),
  catalogues: new Map([[1, aCatalogue([aRelease()])]]),
  images: [anImage()],
}
const emptied = [{ source, selections: [{ ...selection, arches: [] }] }]
const disabled = [{ source: { ...source, enabled: false }, selections: [selection] }]
const nothing = { sources: [{ source, selections: [] }], saved: savedFrom([{ source, selections: [] }]) }

test.each<[string, string, Partial<NotificationContext>, boolean]>([
  ['unselected', 'is outdated when it is selected and held', {}, true],
  ['unselected', 'holds while nothing of it is selected', nothing, false],
  ['unselected', 'holds for a selection that imports nothing', { saved: savedFrom(emptied) }, false],
  ['unselected', 'holds until it is imported', { images: [] }, false],
  ['unselected', 'is outdated whatever the source offers', { catalogues: new Map() }, true],
  ['unavailable', 'is outdated when it is offered and held', {}, true],
  ['unavailable', 'is outdated also when it is not selected', { saved: new Map() }, true],
  ['unavailable', 'holds while no source offers it', { catalogues: new Map([[1, aCatalogue([])]]) }, false],
  ['unavailable', 'holds while the source that offers it is disabled', { sources: disabled }, false],
  ['unavailable', 'holds until all its kernels are here', { images: [anImage([['ga-24.04', null]])] }, false],
  [
    'unavailable',
    'holds while it is not known how much is here',
    { images: [anImage([], { known: false })] },
    false,
  ],
  [
    'unavailable',
    'holds where only another release is held',
    { images: [anImage([], { release: 'jammy' })] },
    false,
  ],
  [
    'unavailable',
    'holds where MAAS does not show its sources',
    { sources: null, saved: null, catalogues: new Map() },
    false,
  ],
  [
    'unavailable',
    'is outdated when another release is used for commissioning',
    { ...nothing, commissioningRelease: 'jammy' },
    true,
  ],
  ['unavailable', 'holds while the commissioning release is not known', { commissioningRelease: '' }, false],
])('the notification of a release that is %s %s', (what, _, change, outdated) => {
  expect(isOutdated(notification(what), { ...known, ...change })).toBe(outdated)
})

test('other notifications are never outdated: MAAS removes them itself', () => {
  expect(isOutdated({ ...notification('unselected'), ident: 'Image importer' }, known)).toBe(false)
  expect(isOutdated({ ...notification('unselected'), message: 'Something else' }, known)).toBe(false)
})
