import { createCleartextMessage } from 'openpgp'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readAddress } from '#streams/simplestreams/address.ts'
import { bytesOf, clearsign, keyringOf, makeKey, MINUTE } from '#testing/streams/signature-fixtures.ts'
import {
  indexEntry,
  indexOf as rawIndexOf,
  pathOf,
  productsFile,
  UBUNTU,
  ubuntuProduct,
  ubuntuVersion,
} from '#testing/streams/sound-stream.ts'
import type { UsedKeyring } from './given-keyring.ts'
import { createSourceQueue } from '#gateway/sources/process/source-queue.ts'
import { beginDigest } from '#gateway/sources/begin-digest.ts'
import { workHere } from '#gateway/sources/process/source-work.ts'
import { statusRefusal } from '#gateway/fetch/fetch-cause.ts'
import type { Fetcher } from '#gateway/fetch/source-fetch.ts'
import { readStream } from './stream-read.ts'

afterEach(() => {
  vi.useRealTimers()
})

const work = workHere(beginDigest)
const queue = createSourceQueue({ atOnce: 3, waiting: 16 })

/** An empty stream, signed with a key that expires an hour after `start`, and a server where nothing ever changes. */
async function expiringSource(start: Date) {
  const key = await makeKey({ date: new Date(start.getTime() - MINUTE), keyExpirationTime: 3_660 })
  const message = await createCleartextMessage({ text: '{"format":"index:1.0","index":{}}' })
  const signed = await clearsign(key, { message, date: start })
  const asked: ('whole' | 'changed')[] = []
  const fetcher: Fetcher = {
    limitBytes: 1_000_000,
    get: async (url, { stamp }) => {
      asked.push(stamp ? 'changed' : 'whole')
      return { bytes: stamp ? null : bytesOf(signed), stamp: { etag: '"1"' }, address: url }
    },
    head: async () => ({ state: 'there', size: null }),
    close: async () => undefined,
  }
  const understood = readAddress('http://mirror.example.com/maas/')
  if (!understood.ok) throw new Error(understood.message)
  const keyring = await keyringOf(key)
  const answer: UsedKeyring['answer'] = { state: 'read', form: 'binary', message: '', keys: [], data: null }
  return {
    asked,
    read: async (before: Awaited<ReturnType<typeof readStream>> | null) => {
      const readAt = new Date().toISOString()
      const used = { keyring, answer }
      return readStream(
        { fetcher, work, queue },
        {
          address: understood.address,
          keyring: used,
          skipVerification: false,
          reader: 'to-3.7' as const,
          before,
          readAt,
        },
      )
    },
  }
}

test('an unchanged source keeps its catalogue, but its signatures are checked again after an hour', async () => {
  const start = new Date('2026-11-23T09:00:00Z')
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  const { read, asked } = await expiringSource(start)
  const first = await read(null)
  expect(first.catalogue.signature.verdict).toBe('valid')

  vi.setSystemTime(start.getTime() + 50 * MINUTE)
  const unchanged = await read(first)
  expect(unchanged.catalogue).toBe(first.catalogue)

  vi.setSystemTime(start.getTime() + 61 * MINUTE)
  const expired = await read(unchanged)
  expect(expired.catalogue.signature.verdict).toBe('expired')
  expect(asked).toEqual(['whole', 'changed', 'whole'])
})

test('checking a signature again with the same result keeps the catalogue', async () => {
  const start = new Date('2026-11-23T09:00:00Z')
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  const { read, asked } = await expiringSource(new Date(start.getTime() - 70 * MINUTE))
  const first = await read(null)
  vi.setSystemTime(start.getTime() + 61 * MINUTE)
  const again = await read(first)
  vi.setSystemTime(start.getTime() + 62 * MINUTE)
  const third = await read(again)
  expect([again.catalogue, third.catalogue]).toEqual([first.catalogue, first.catalogue])
  expect(asked).toEqual(['whole', 'whole', 'changed'])
})

const PRODUCTS = 'streams/v1/com.example:v3:download'
const indexOf = (ending: string) =>
  JSON.stringify(
    {
      format: 'index:1.0',
      index: { x: { format: 'products:1.0', datatype: 'image-ids', path: `${PRODUCTS}.${ending}` } },
      updated: 'Thu, 24 Sep 2026 08:01:49 +0000',
    },
    null,
    1,
  )
const PRODUCT_FILE = '{"content_id": "x",\n "format": "products:1.0",\n "products": {}}'

/** A source with these files, read at this address. */
async function reading(
  files: Record<string, string | Uint8Array>,
  typed = 'http://mirror.example.com/maas/',
  from = (url: string) => url,
  skipVerification = false,
) {
  const root = 'http://mirror.example.com/maas/'
  const fetcher: Fetcher = {
    limitBytes: 1_000_000,
    get: async (url) => {
      const text = files[url.slice(root.length)]
      if (text === undefined) throw statusRefusal(url, 404)
      return { bytes: typeof text === 'string' ? bytesOf(text) : text, stamp: {}, address: from(url) }
    },
    head: async () => ({ state: 'absent', size: null }),
    close: async () => undefined,
  }
  const understood = readAddress(typed)
  if (!understood.ok) throw new Error(understood.message)
  const keyring: UsedKeyring = {
    keyring: null,
    answer: { state: 'none', form: null, message: '', keys: [], data: null },
  }
  const readAt = '2026-11-23T09:00:00Z'
  const { address } = understood
  const { catalogue } = await readStream(
    { fetcher, work, queue },
    {
      address,
      keyring,
      skipVerification,
      reader: 'to-3.7',
      before: null,
      readAt,
    },
  )
  return catalogue
}
const UNSIGNED = 'http://mirror.example.com/maas/streams/v1/index.json'
const refusal = (...parts: string[]) =>
  expect.objectContaining({ name: expect.any(String), message: expect.stringContaining(parts.join('')) })

async function signedText(text: string): Promise<string> {
  return clearsign(await makeKey(), { message: await createCleartextMessage({ text }) })
}

describe('an unsigned source', () => {
  const read = (files: Record<string, string | Uint8Array>) => reading(files, UNSIGNED)

  test.each<[string, string | Uint8Array, string]>([
    [
      'text after the JSON',
      `${indexOf('json')}\nmore`,
      ': The JSON is complete, but more text follows at line 12, column 1.',
    ],
    [
      'only a part of it',
      indexOf('json').slice(0, 60),
      ': It ends at line 5, before it is complete: the copy was cut off.',
    ],
    ['a surplus opening brace', `{${indexOf('json')}`, ': It is not valid JSON at line 1, column 2: a name'],
    ['bytes that are not UTF-8', Uint8Array.of(0x7b, 0xc3, 0x28, 0x7d), ' is not UTF-8 text'],
    ['NUL bytes', '\0'.repeat(64), ' consists of NUL bytes: the copy is broken'],
    ['a part of NUL bytes', `${indexOf('json').slice(0, 60)}${'\0'.repeat(64)}`, ' contains NUL bytes'],
    ['a directory listing', '<html><title>Index of /</title>', ' is a directory listing'],
    ['the list of a bucket', '<ListBucketResult>', ' is the file list of a storage bucket'],
  ])('whose index contains %s is refused with the reason', async (_, text, message) => {
    await expect(read({ 'streams/v1/index.json': text })).rejects.toEqual(refusal(UNSIGNED, message))
  })

  test('whose index exists but not its product file is reported as incomplete', async () => {
    await expect(read({ 'streams/v1/index.json': indexOf('json') })).rejects.toEqual(
      refusal(
        `The index ${UNSIGNED} was found and names http://mirror.example.com/maas/${PRODUCTS}.json, but the server has no such file: the mirror is incomplete.`,
      ),
    )
  })

  test('whose index names an index is read depth first, and the last of two products with one name counts', async () => {
    const dated = (name: string, version: string) =>
      productsFile(name, {
        [UBUNTU]: ubuntuProduct({ versions: { [version]: ubuntuVersion(`noble/${version}`) } }),
      })
    const index = {
      ...rawIndexOf([]),
      index: {
        inner: indexEntry(pathOf('inner'), { format: 'index:1.0' }),
        b: indexEntry(pathOf('b')),
      },
    }
    const files = {
      index,
      inner: rawIndexOf(['a']),
      a: dated('a', '20260901'),
      b: dated('b', '20260910'),
    }
    const { releases } = await read(
      Object.fromEntries(Object.entries(files).map(([name, file]) => [pathOf(name), JSON.stringify(file)])),
    )
    expect(releases).toMatchObject([{ arches: [{ arch: 'amd64', version: '20260910' }] }])
  })

  test('whose index names itself is refused', async () => {
    const entry = indexEntry(pathOf('index'), { format: 'index:1.0' })
    const text = JSON.stringify({ ...rawIndexOf([]), index: { self: entry } })
    await expect(read({ [pathOf('index')]: text })).rejects.toEqual(
      refusal('Its indexes are nested more than 4 levels deep, which is not supported.'),
    )
  })

  test('whose index is missing is reported as a wrong address', async () => {
    await expect(read({})).rejects.toEqual(refusal(UNSIGNED, ' answered 404 (there is no such file). Check'))
  })

  test('whose index names signed files is read as in MAAS 3.8, with a warning that older versions refuse it', async () => {
    const { warnings, signature } = await read({
      'streams/v1/index.json': indexOf('sjson'),
      [`${PRODUCTS}.sjson`]: await signedText(PRODUCT_FILE),
    })
    expect(signature.verdict).toBe('unsigned')
    expect(warnings).toContainEqual(
      expect.objectContaining({
        effect: 'ends-imports',
        names: [`${PRODUCTS}.sjson`],
        message: expect.stringContaining('these files are signed'),
      }),
    )
  })

  test('whose index is signed itself is read the same way', async () => {
    const { warnings } = await read({
      'streams/v1/index.json': await signedText(indexOf('json')),
      [`${PRODUCTS}.json`]: PRODUCT_FILE,
    })
    expect(warnings).toContainEqual(expect.objectContaining({ names: ['streams/v1/index.json'] }))
  })

  test('without signed files has no such warning', async () => {
    const { warnings } = await read({
      'streams/v1/index.json': indexOf('json'),
      [`${PRODUCTS}.json`]: PRODUCT_FILE,
    })
    expect(warnings.filter(({ message }) => message.includes('are signed'))).toEqual([])
  })

  test('with a fault in a signed file names the line in that file', async () => {
    await expect(
      read({
        'streams/v1/index.json': indexOf('sjson'),
        [`${PRODUCTS}.sjson`]: await signedText(PRODUCT_FILE.replace('"products": {', '"products": x')),
      }),
    ).rejects.toEqual(refusal(`${PRODUCTS}.sjson: It is not valid JSON at line 6, column 14`))
  })
})

describe('a signed source', () => {
  test('with a fault in the JSON names its line in the file', async () => {
    const text = await signedText('{\n "index" {}}')
    await expect(reading({ 'streams/v1/index.sjson': text })).rejects.toEqual(
      refusal('index.sjson: It is not valid JSON at line 5, column 10: a colon'),
    )
  })

  test('that redirects to a web page is refused with the address of that page', async () => {
    const read = reading(
      { 'streams/v1/index.sjson': '<html>' },
      undefined,
      () => 'https://sso.example.com/login?x',
    )
    await expect(read).rejects.toEqual(refusal('index.sjson is a login page, not a SimpleStreams file.'))
    await expect(read).rejects.toEqual(refusal('The server redirected to https://sso.example.com/login?x.'))
  })

  test('that loses a product file after it was read is reported as incomplete', async () => {
    const understood = readAddress('http://mirror.example.com/maas/')
    if (!understood.ok) throw new Error(understood.message)
    const lost = `http://mirror.example.com/maas/${PRODUCTS}.sjson`
    const index = 'http://mirror.example.com/maas/streams/v1/index.sjson'
    const readAt = '2026-11-23T09:00:00Z'
    const fetcher: Fetcher = {
      limitBytes: 1_000_000,
      get: async (url, { stamp }) => {
        if (stamp && url === lost) throw statusRefusal(url, 404)
        return { bytes: stamp ? null : bytesOf(files[url] ?? ''), stamp: { etag: '"1"' }, address: url }
      },
      head: async () => ({ state: 'absent', size: null }),
      close: async () => undefined,
    }
    const files: Record<string, string> = {
      [index]: await signedText(indexOf('sjson')),
      [lost]: await signedText(PRODUCT_FILE),
    }
    const keyring: UsedKeyring = {
      keyring: null,
      answer: { state: 'none', form: null, message: '', keys: [], data: null },
    }
    const order = {
      address: understood.address,
      keyring,
      skipVerification: false,
      reader: 'to-3.7' as const,
      readAt,
    }
    const before = await readStream({ fetcher, work, queue }, { ...order, before: null })
    await expect(readStream({ fetcher, work, queue }, { ...order, before })).rejects.toEqual(
      refusal(`The index ${index} was found and names ${lost}`),
    )
  })

  describe('whose index names a file without a signature', () => {
    const files = async (text: string, ending = 'json') => ({
      'streams/v1/index.sjson': await signedText(indexOf(ending)),
      [`${PRODUCTS}.${ending}`]: text,
    })
    const unsigned = 'names unsigned files'

    test('is read completely, with warnings that every MAAS refuses it', async () => {
      const { warnings } = await reading(await files(PRODUCT_FILE))
      expect(warnings.filter(({ message }) => message.includes(unsigned))).toMatchObject([
        { maas: 'to-3.7', effect: 'ends-imports', names: [`${PRODUCTS}.json`] },
        { maas: 'from-3.8', effect: 'refuses', names: [`${PRODUCTS}.json`] },
      ])
    })

    test('whatever the ending of its name', async () => {
      const { warnings } = await reading(await files(PRODUCT_FILE, 'sjson'))
      expect(warnings.some(({ message }) => message.includes(unsigned))).toBe(true)
      const signed = await reading(await files(await signedText(PRODUCT_FILE)))
      expect(signed.warnings.filter(({ message }) => message.includes(unsigned))).toEqual([])
    })

    test('has no warning for a MAAS that does not verify it', async () => {
      const { signature, warnings } = await reading(await files(PRODUCT_FILE), undefined, undefined, true)
      expect(signature.region.accepts).toBe(true)
      expect(warnings.filter(({ message }) => message.includes(unsigned))).toEqual([])
    })

    test('is refused when that file is a web page', async () => {
      await expect(reading(await files('<html><title>Index of /</title>'))).rejects.toEqual(
        refusal(`${PRODUCTS}.json`, ' is a directory listing'),
      )
    })
  })

  test.each([
    ['\0'.repeat(64), ' consists of NUL bytes'],
    ['<html><input type="password">', ' is a login page'],
    ['-----BEGIN PGP SIGNATURE-----\n', ' is a detached signature'],
    ['{"index": {}}', ': The file is not signed. MAAS needs a signed file here.'],
  ])('whose index contains %j is refused with the kind of file', async (text, message) => {
    await expect(reading({ 'streams/v1/index.sjson': text })).rejects.toEqual(refusal('index.sjson', message))
  })
})
