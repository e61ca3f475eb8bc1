import { expect, test } from 'vitest'
import { readAddress } from '#streams/simplestreams/address.ts'
import { bytesOf } from '#testing/streams/signature-fixtures.ts'
import { fileItem, indexOf, pathOf, productsFile, ubuntuProduct } from '#testing/streams/sound-stream.ts'
import { beginDigest } from './begin-digest.ts'
import { readContent } from './source-content.ts'

const ROOT = 'http://mirror.example.com/maas/'
const NAME = 'com.ubuntu.maas.stable:v3:boot:24.04:amd64'
const INDEX = `${ROOT}streams/v1/index.json`

/** Reads an unsigned source with these products; `above` holds the fields above all of them. */
async function reading(products: object, above: object = {}) {
  const understood = readAddress(INDEX)
  if (!understood.ok) throw new Error(understood.message)
  const files = {
    [INDEX]: indexOf(['x']),
    [ROOT + pathOf('x')]: productsFile('x', products, above),
  }
  return readContent(
    {
      address: understood.address,
      keyring: { keyring: null, answer: { state: 'none', form: null, message: '', keys: [], data: null } },
      skipVerification: false,
      reader: 'to-3.7',
      readAt: '2026-11-23T09:00:00Z',
      fetchedMs: 0,
      files: new Map(
        Object.entries(files).map(([url, json]) => [
          url,
          { bytes: bytesOf(JSON.stringify(json)), address: url },
        ]),
      ),
    },
    beginDigest,
  )
}
const many = <T>(count: number, make: (at: number) => T): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${NAME}:${at}`, make(at)]))

const releases = (count: number) =>
  many(count, (at) => ubuntuProduct({ release: `r${at}`, versions: { 20260901: { items: { root: {} } } } }))
const sharing = (path: string) => fileItem('squashfs', path)

test('a long path counts for each file that shares it, so a small source cannot expand into a huge answer', async () => {
  const path = `${'p'.repeat(3_990)}/f`
  await expect(reading(releases(1_300), sharing(path))).rejects.toMatchObject({
    code: 'source-unreadable',
    message: `${INDEX} lists files whose paths have ${1_300 * path.length} characters in all; at most 5000000 are supported.`,
  })
  expect(await reading(releases(1_200), sharing(path))).toHaveProperty('content')
})
