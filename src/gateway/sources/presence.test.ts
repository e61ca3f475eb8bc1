import { afterEach, describe, expect, test } from 'vitest'
import type { Holding } from '#streams/catalogue/presence.ts'
import { createAddressPolicy } from '#gateway/addresses/address-policy.ts'
import { findPresence } from './presence.ts'
import { createFetcher } from '#gateway/fetch/source-fetch.ts'
import { createSourceQueue } from '#gateway/sources/process/source-queue.ts'
import { beginDigest } from '#gateway/sources/begin-digest.ts'
import { workHere } from '#gateway/sources/process/source-work.ts'
import {
  upstreamJson,
  type Received,
  type UpstreamAnswer,
  startUpstream,
} from '#testing/gateway/test-upstream.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

/** Files with the bytes that the stream lists for them. */
const FILES = {
  'noble/squashfs': 270,
  'noble/initrd': 80,
  'noble/kernel': 15,
  'focal/squashfs': 260,
  'focal/initrd': 70,
  'focal/kernel': 14,
  'bootloaders/grub.tar.xz': 2,
} as const
type Path = keyof typeof FILES
const PATHS = Object.keys(FILES) as Path[]

const holding = (kind: Holding['kind'], key: string, folder: string): Holding => {
  const files = Object.entries(FILES).filter(([path]) => path.startsWith(folder))
  return { kind, key, paths: files.map(([path]) => path), sizes: new Map(files) }
}
const ALL = [
  holding('image', 'ubuntu/noble/amd64', 'noble'),
  holding('image', 'ubuntu/focal/amd64', 'focal'),
  holding('bootloader', 'grub-efi-signed/amd64', 'bootloaders'),
]

/** `timeIsUpAt`: the time limit is reached as soon as so many files are checked. */
type Setting = { holdings?: readonly Holding[]; timeIsUpAt?: number }

/** Checks a mirror whose answers the test defines. */
async function search(
  answer: (request: Received) => UpstreamAnswer | Promise<UpstreamAnswer>,
  setting: Setting = {},
) {
  const { holdings = ALL, timeIsUpAt = Infinity } = setting
  const upstream = await startUpstream(answer)
  const policy = createAddressPolicy({ allow: [new URL(upstream.url).host], deny: [] })
  const fetcher = createFetcher({ rewrites: [], policy })
  open.push(upstream, fetcher)
  const seen: [checked: number, total: number][] = []
  const controller = new AbortController()
  const late = new AbortController()
  const reading = {
    fetcher,
    work: workHere(beginDigest),
    queue: createSourceQueue({ atOnce: 3, waiting: 16 }),
  }
  const found = await findPresence(reading, `${upstream.url}/mirror/`, holdings, {
    signal: controller.signal,
    progress: (checked, total) => {
      seen.push([checked, total])
      if (checked >= timeIsUpAt) late.abort()
    },
    late: late.signal,
  })
  const heads = upstream.received.filter(({ method }) => method === 'HEAD').map(({ url }) => url)
  return {
    ...found,
    absent: [...found.absent],
    seen,
    /** Requested files, without the one that cannot exist. */
    asked: heads.filter((url) => !url.includes('no-such-file')).map((url) => url.replace('/mirror/', '')),
    unlikely: heads.filter((url) => url.includes('no-such-file')),
    received: upstream.received,
  }
}

type Sizes = Readonly<Record<string, number>>
const only = (...paths: Path[]): Sizes => Object.fromEntries(paths.map((path) => [path, FILES[path]]))
const except = (...paths: Path[]): Sizes => only(...PATHS.filter((path) => !paths.includes(path)))

/** A file server with files of these sizes, and with book-keeping that names these paths. */
const serving =
  (sizes: Sizes, named: readonly string[] | null = null) =>
  ({ url }: Received): UpstreamAnswer => {
    const path = url.replace('/mirror/', '')
    if (named && path === '.data/references.json') {
      return upstreamJson(Object.fromEntries(named.map((one) => [one, ['a/b/c/d']])))
    }
    const size = sizes[path]
    return size === undefined ? { status: 404 } : { headers: { 'content-length': String(size) } }
  }

const CHECKED = {
  state: 'checked',
  checked: 7,
  total: 7,
  absent: 0,
  bootloaders: [],
  wrongSize: [],
  sampled: 0,
  lost: false,
  unsized: 0,
  stopped: null,
}

describe('file by file', () => {
  test('every file is requested, until one of its image is missing', async () => {
    const found = await search(serving(only('noble/squashfs', 'noble/initrd', 'noble/kernel')))
    expect(found.presence).toEqual({
      ...CHECKED,
      by: 'files',
      absent: 1,
      bootloaders: ['grub-efi-signed/amd64'],
    })
    expect(found.absent).toEqual(['ubuntu/focal/amd64', 'grub-efi-signed/amd64'])
    expect(found.asked.filter((path) => path.startsWith('focal'))).toEqual(['focal/squashfs'])
    expect(found.asked.filter((path) => path.startsWith('noble'))).toHaveLength(3)
  })

  test('all files exist with the listed size', async () => {
    const found = await search(serving(FILES))
    expect(found.presence).toEqual({ ...CHECKED, by: 'files' })
    expect(found.asked.toSorted()).toEqual(PATHS.toSorted())
  })

  test('the progress grows and ends at the total', async () => {
    const { seen } = await search(serving(FILES))
    const numbers = seen.map(([checked]) => checked)
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    expect(seen.at(-1)).toEqual([7, 7])
  })

  test('an image that lacks one small file is missing', async () => {
    const { absent, presence } = await search(serving(except('noble/kernel')))
    expect(absent).toEqual(['ubuntu/noble/amd64'])
    expect(presence).toMatchObject({ absent: 1, wrongSize: [] })
  })

  test.each([
    ['shorter', 100],
    ['longer', 300],
    ['empty', 0],
  ])('a file that is %s than listed counts as missing', async (_, bytes) => {
    const found = await search(serving({ ...FILES, 'noble/squashfs': bytes }))
    expect(found.presence).toEqual({
      ...CHECKED,
      by: 'files',
      absent: 1,
      wrongSize: ['ubuntu/noble/amd64'],
    })
    expect(found.absent).toEqual(['ubuntu/noble/amd64'])
  })

  test('missing and truncated files are reported separately, also for bootloaders', async () => {
    const { presence } = await search(
      serving({ ...except('focal/initrd'), 'noble/initrd': 1, 'bootloaders/grub.tar.xz': 1 }),
    )
    expect(presence).toMatchObject({
      absent: 2,
      bootloaders: ['grub-efi-signed/amd64'],
      wrongSize: ['ubuntu/noble/amd64', 'grub-efi-signed/amd64'],
    })
  })

  test.each([
    ['no length', { 'transfer-encoding': 'chunked' }],
    ['the length of compressed bytes', { 'content-encoding': 'gzip', 'content-length': '9' }],
  ])('a server that sends %s shows that files exist, but not their size', async (_, headers) => {
    const { presence } = await search(({ url }) =>
      serving(FILES)({ url } as Received).status === 404 ? { status: 404 } : { headers },
    )
    expect(presence).toEqual({ ...CHECKED, by: 'files', unsized: 7 })
  })

  test('when a server answers HEAD with a length of 0, the file is requested with GET', async () => {
    const found = await search((request) => {
      const said = serving(FILES)(request)
      return request.method === 'HEAD' && said.headers ? { headers: { 'content-length': '0' } } : said
    })
    expect(found.presence).toEqual({ ...CHECKED, by: 'files' })
  })

  test('files are requested without compression, which would hide their size', async () => {
    const { received } = await search(serving(FILES))
    const heads = received.filter(({ method }) => method === 'HEAD')
    expect(new Set(heads.map(({ headers }) => headers['accept-encoding']))).toEqual(new Set(['identity']))
  })

  test.each([403, 405, 500])(
    'the result is unknown for a server that answers %i to every HEAD',
    async (status) => {
      const found = await search(() => ({ status }))
      expect(found.presence).toEqual({
        state: 'unknown',
        message: expect.stringContaining('does not report whether'),
      })
      expect(found.absent).toEqual([])
      // the first answers are enough
      expect(found.asked.length).toBeLessThanOrEqual(ALL.length)
    },
  )

  test('missing files found before a server stops answering stay marked', async () => {
    const found = await search(async (request) => {
      if (!request.url.includes('focal')) return serving(except('noble/squashfs'))(request)
      await new Promise((resolve) => setTimeout(resolve, 50))
      return { status: 503 }
    })
    expect(found.presence).toMatchObject({ state: 'checked', stopped: 'answers', absent: 1, total: 7 })
    expect(found.absent).toEqual(['ubuntu/noble/amd64'])
  })

  test('when time runs out, missing files stay marked, and the answer has the number of checked files', async () => {
    const found = await search(
      (request) =>
        request.url.includes('focal')
          ? new Promise<UpstreamAnswer>(() => {})
          : serving(except('noble/squashfs'))(request),
      { timeIsUpAt: 4 },
    )
    expect(found.presence).toMatchObject({ stopped: 'time', checked: 4, total: 7, absent: 1 })
    expect(found.absent).toEqual(['ubuntu/noble/amd64'])
  })

  test('when time runs out and no file was missing, the result is unknown', async () => {
    const found = await search(
      (request) =>
        request.url.includes('focal') ? new Promise<UpstreamAnswer>(() => {}) : serving(FILES)(request),
      { timeIsUpAt: 4 },
    )
    expect(found.presence).toEqual({ state: 'unknown', message: expect.stringContaining('4 of 7 files') })
  })

  test('the files of a list that is too long are not requested', async () => {
    const paths = Array.from({ length: 2_001 }, (_, index) => `file${index}`)
    const holdings: Holding[] = [{ kind: 'image', key: 'a/b/c', paths, sizes: new Map() }]
    const found = await search(() => ({ status: 404 }), { holdings })
    expect(found.presence).toEqual({ state: 'unknown', message: expect.stringContaining('2001 files') })
    expect(found.asked).toEqual([])
  })

  test('files that redirect to a forbidden address are not checked, and the reason is reported', async () => {
    const { presence } = await search(({ url }) =>
      url.includes('references')
        ? { status: 404 }
        : { status: 302, headers: { location: 'http://169.254.169.254/' } },
    )
    expect(presence).toEqual({
      state: 'unknown',
      message: expect.stringContaining('redirects to another address'),
    })
  })

  test('a source without files causes no requests', async () => {
    const found = await search(() => ({ status: 404 }), { holdings: [] })
    expect(found.presence).toMatchObject({ state: 'checked', checked: 0, total: 0 })
    expect(found.unlikely).toEqual([])
  })
})

describe('a name that cannot exist', () => {
  test('is requested first, in the folder of an image file, with another name each time', async () => {
    const first = await search(serving(FILES))
    const second = await search(serving(FILES))
    expect(first.unlikely).toEqual([expect.stringMatching(/^\/mirror\/noble\/no-such-file-[0-9a-f-]{36}$/)])
    expect(first.received.find(({ method }) => method === 'HEAD')?.url).toBe(first.unlikely[0])
    expect(first.unlikely).not.toEqual(second.unlikely)
  })

  test('is also requested when the first image has no files', async () => {
    const none: Holding = { kind: 'image', key: 'ubuntu/bare/amd64', paths: [], sizes: new Map() }
    const found = await search(serving(FILES), { holdings: [none, ...ALL] })
    expect(found.unlikely).toHaveLength(1)
  })

  test.each<[string, (request: Received) => UpstreamAnswer]>([
    ['200', () => ({})],
    [
      'a redirect to a page with 200',
      ({ url }) => (url === '/login' ? { body: '<html>' } : { status: 302, headers: { location: '/login' } }),
    ],
    [
      '200, though it answers 404 to some files',
      ({ url }) => (url.includes('focal') || url.includes('references') ? { status: 404 } : {}),
    ],
  ])('answered with %s: the server cannot say what exists', async (_, answer) => {
    const found = await search(answer)
    expect(found.presence).toEqual({
      state: 'unknown',
      message: expect.stringContaining('answers 200 even for a file name that cannot exist'),
    })
    expect(found.absent).toEqual([])
    expect(found.asked.filter((path) => path !== '/login')).toEqual([])
  })
})

describe('the book-keeping of sstream-mirror', () => {
  const NAMED = PATHS.filter((path) => !path.startsWith('focal'))

  test('names the existing files, and a sample confirms it', async () => {
    const found = await search(serving(only(...NAMED), NAMED))
    expect(found.presence).toEqual({ ...CHECKED, by: 'book-keeping', absent: 1, sampled: 4 })
    expect(found.absent).toEqual(['ubuntu/focal/amd64'])
    // only files that it names are requested
    expect(found.asked.toSorted()).toEqual(NAMED.toSorted())
  })

  test('of a large mirror is confirmed by at most 24 files', async () => {
    const holdings = Array.from({ length: 200 }, (_, n): Holding => {
      const paths = [`${n}/squashfs`, `${n}/kernel`]
      return { kind: 'image', key: `a/${n}/c`, paths, sizes: new Map(paths.map((path) => [path, 9])) }
    })
    const named = holdings.flatMap(({ paths }) => paths)
    const sizes = Object.fromEntries(named.map((path) => [path, 9]))
    const found = await search(serving(sizes, named), { holdings })
    expect(found.presence).toMatchObject({ by: 'book-keeping', sampled: 24, absent: 0 })
    expect(found.asked).toHaveLength(24)
    expect(found.seen.at(-1)).toEqual([24, 24])
  })

  test.each<[string, Sizes, readonly string[]]>([
    ['missing', except('noble/initrd', 'focal/squashfs'), []],
    ['truncated', { ...except('focal/squashfs'), 'noble/initrd': 1 }, ['ubuntu/noble/amd64']],
  ])('is not used when a file of the sample is %s: every file is requested', async (_, sizes, wrongSize) => {
    const found = await search(serving(sizes, PATHS))
    expect(found.presence).toEqual({ ...CHECKED, by: 'files', lost: true, absent: 2, wrongSize })
    expect(found.absent.toSorted()).toEqual(['ubuntu/focal/amd64', 'ubuntu/noble/amd64'])
    // the files of the sample are not requested again
    expect(new Set(found.asked).size).toBe(found.asked.length)
  })

  test('is not used, but images found missing by the sample stay marked when there are too many files to request', async () => {
    const holdings = Array.from({ length: 2_001 }, (_, n): Holding => {
      const path = `${n}/squashfs`
      return { kind: 'image', key: `a/${n}/c`, paths: [path], sizes: new Map([[path, 9]]) }
    })
    const named = holdings.flatMap(({ paths }) => paths)
    const found = await search(
      serving(Object.fromEntries(named.slice(1_000).map((path) => [path, 9])), named),
      {
        holdings,
      },
    )
    expect(found.presence).toMatchObject({ by: 'files', lost: true, stopped: 'limit', total: 2_001 })
    expect(found.presence).toMatchObject({ absent: found.absent.length })
    expect(found.absent.length).toBeGreaterThan(5)
    expect(found.asked).toHaveLength(24)
  })

  test.each<[string, (request: Received) => UpstreamAnswer]>([
    [
      'answers 405 to HEAD',
      ({ method, url }) => (method === 'HEAD' ? { status: 405 } : serving({}, NAMED)({ url } as Received)),
    ],
    [
      'answers 200 to a name that cannot exist',
      ({ url }) => (url.includes('references') ? serving({}, NAMED)({ url } as Received) : {}),
    ],
  ])('is used without a sample when the server %s', async (_, answer) => {
    const found = await search(answer)
    expect(found.presence).toEqual({ ...CHECKED, by: 'book-keeping', absent: 1, sampled: 0 })
  })

  test('confirmed without sizes is reported as such', async () => {
    const found = await search((request) => {
      const said = serving(only(...NAMED), NAMED)(request)
      return request.method === 'HEAD' && said.headers
        ? { headers: { 'transfer-encoding': 'chunked' } }
        : said
    })
    expect(found.presence).toMatchObject({ by: 'book-keeping', sampled: 4, unsized: 4 })
  })

  test('is ignored when it is malformed', async () => {
    const found = await search((request) =>
      request.url.endsWith('references.json') ? upstreamJson(['nonsense']) : serving(FILES)(request),
    )
    expect(found.presence).toMatchObject({ by: 'files', lost: false })
  })
})
