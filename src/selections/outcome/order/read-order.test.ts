import { expect, test } from 'vitest'
import { MAAS_IO, MAAS_IO_KEYRING, SNAP_KEYRING } from '#selections/maas-io.ts'
import type { Offer, SourceOffer } from '#selections/source-offer.ts'
import { inListOrder, inReadOrder, isRewritten, otherPlaces, readOrder } from './read-order.ts'

const offer: Offer = { releases: [], bootloaders: [], notifications: [] }
/** @param rewritten the id of the source that is written again */
const sources = (rewritten: number | null, ...ids: number[]): SourceOffer[] =>
  ids.map((id) => ({ id, isRewritten: id === rewritten, offer, selections: [] }))

test.each<[string, number | null, number[], place: number, number[]]>([
  ['none is written again', null, [2, 1, 3], 0, [2, 1, 3]],
  ['one is, and usually comes last', 1, [2, 1, 3], 0, [2, 3, 1]],
  ['it is last already', 1, [2, 3, 1], 0, [2, 3, 1]],
  ['its row finds a place before the last one', 1, [2, 1, 3], 1, [2, 1, 3]],
  ['its row finds the first place', 1, [2, 3, 1], 2, [1, 2, 3]],
  ['there are fewer places', 1, [2, 1], 2, [1, 2]],
])('the order in which an import reads its sources: %s', (_, rewritten, listed, place, order) => {
  expect(readOrder(sources(rewritten, ...listed), place).map(({ id }) => id)).toEqual(order)
})

test.each([
  ['none is written again', null, 0],
  ['one of three is', 1, 2],
])('the other places of a source that is written again: %s', (_, rewritten, expected) => {
  expect(otherPlaces(sources(rewritten, 1, 2, 3))).toBe(expected)
})

test.each<[string, number[] | undefined, number[]]>([
  ['not given: that of the sources', undefined, [1, 2, 3]],
  ['given', [3, 1, 2], [3, 1, 2]],
  ['without a source: that one comes last', [3, 1], [3, 1, 2]],
  ['with one that is not there', [4, 3, 2, 1], [3, 2, 1]],
])('the order of MAAS’s list: %s', (_, order, expected) => {
  expect(inListOrder([1, 2, 3], (id) => id, order)).toEqual(expected)
})

const MIRROR = 'http://mirror.example.com/'
test.each<[string, url: string, keyrings: string[], boolean]>([
  ['the default source of a snap', MAAS_IO.stable, [SNAP_KEYRING], true],
  [
    'with another keyring, if that of another source is in the snap',
    MAAS_IO.stable,
    ['', SNAP_KEYRING],
    true,
  ],
  ['not that of a package', MAAS_IO.stable, [MAAS_IO_KEYRING], false],
  ['not another source', MIRROR, [SNAP_KEYRING], false],
  ['not candidate', MAAS_IO.candidate, [SNAP_KEYRING], false],
  ['not over HTTPS', MAAS_IO.stable.replace('http:', 'https:'), [SNAP_KEYRING], false],
  ['not without the slash at the end', MAAS_IO.stable.slice(0, -1), [SNAP_KEYRING], false],
])('each import first writes again: %s', (_, url, keyrings, expected) => {
  const all = keyrings.map((keyring_filename) => ({ keyring_filename }))
  expect(isRewritten(url, all)).toBe(expected)
})

test.each<[string, keyring: string, order: number[] | undefined, number[]]>([
  ['a package', MAAS_IO_KEYRING, undefined, [1, 2, 3]],
  ['a package with a list in another order', MAAS_IO_KEYRING, [2, 1, 3], [2, 1, 3]],
  ['a snap', SNAP_KEYRING, undefined, [2, 3, 1]],
  ['a snap with a list in another order', SNAP_KEYRING, [3, 1, 2], [3, 2, 1]],
])('the order in which an import of %s usually reads its sources', (_, keyring_filename, order, expected) => {
  const list = [MAAS_IO.stable, MIRROR, MAAS_IO.candidate].map((url, index) => ({
    id: index + 1,
    url,
    keyring_filename,
  }))
  expect(inReadOrder(list, order).map(({ id }) => id)).toEqual(expected)
})
