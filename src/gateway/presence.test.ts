import { afterEach, expect, test } from 'vitest'
import type { Holding } from '#streams/presence.ts'
import { createAddressPolicy } from './address-policy.ts'
import { findPresence } from './presence.ts'
import { createFetcher } from './source-fetch.ts'
import { json, type Received, type Said, startUpstream } from './test-upstream.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const NOBLE: Holding = {
  kind: 'image',
  key: 'ubuntu/noble/amd64',
  paths: ['noble/squashfs', 'noble/initrd', 'noble/kernel'],
}
const FOCAL: Holding = {
  kind: 'image',
  key: 'ubuntu/focal/amd64',
  paths: ['focal/squashfs', 'focal/initrd', 'focal/kernel'],
}
const GRUB: Holding = { kind: 'bootloader', key: 'grub-efi-signed/amd64', paths: ['bootloaders/grub.tar.xz'] }
const ALL = [NOBLE, FOCAL, GRUB]

/** A mirror that answers what the test says, and what is found out of it. */
async function look(answer: (request: Received) => Said | Promise<Said>, holdings = ALL) {
  const upstream = await startUpstream(answer)
  const policy = createAddressPolicy({ allow: [new URL(upstream.url).host], deny: [] })
  const fetcher = createFetcher({ rewrites: [], policy })
  open.push(upstream, fetcher)
  const seen: number[] = []
  const controller = new AbortController()
  const found = await findPresence(fetcher, `${upstream.url}/mirror/`, holdings, {
    signal: controller.signal,
    progress: (checked, total) => {
      expect(total).toBe(7)
      seen.push(checked)
    },
  })
  const asked = upstream.received.filter(({ method }) => method === 'HEAD').map(({ url }) => url)
  return { ...found, absent: [...found.absent], seen, asked, received: upstream.received }
}

const holdsOnly =
  (...parts: string[]) =>
  ({ url }: Received) =>
    parts.some((part) => url.startsWith(`/mirror/${part}`)) ? {} : { status: 404 }

test('the book-keeping of sstream-mirror tells what is there, and no file is asked for', async () => {
  const references = Object.fromEntries([...NOBLE.paths, ...GRUB.paths].map((path) => [path, ['a/b/c/d']]))
  const found = await look(({ url }) =>
    url === '/mirror/.data/references.json' ? json(references) : { status: 404 },
  )
  expect(found.presence).toEqual({
    state: 'checked',
    by: 'book-keeping',
    checked: 7,
    total: 7,
    absent: 1,
    bootloaders: [],
  })
  expect(found.absent).toEqual(['ubuntu/focal/amd64'])
  expect(found.asked).toEqual([])
})

test('without it each file is asked for, of an image that lacks one no further', async () => {
  const found = await look(holdsOnly('noble'))
  expect(found.presence).toMatchObject({
    state: 'checked',
    by: 'files',
    checked: 7,
    total: 7,
    absent: 1,
    bootloaders: ['grub-efi-signed/amd64'],
  })
  expect(found.absent).toEqual(['ubuntu/focal/amd64', 'grub-efi-signed/amd64'])
  expect(found.asked.filter((url) => url.includes('focal'))).toEqual(['/mirror/focal/squashfs'])
  expect(found.asked.filter((url) => url.includes('noble'))).toHaveLength(3)
})

test('the progress grows, and ends at the whole', async () => {
  const { seen } = await look(holdsOnly('noble', 'focal', 'bootloaders'))
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  expect(seen.at(-1)).toBe(7)
})

test('an image of which one small file is missing is not there', async () => {
  const { absent } = await look(holdsOnly('noble/squashfs', 'noble/initrd', 'focal', 'bootloaders'))
  expect(absent).toEqual(['ubuntu/noble/amd64'])
})

test.each([403, 405, 500])('a server that answers %i to such questions does not tell', async (status) => {
  const found = await look(() => ({ status }))
  expect(found.presence.state).toBe('unknown')
  expect(found.absent).toEqual([])
  // nothing more is to be learned of it after the first answers
  expect(new Set(found.asked).size).toBeLessThanOrEqual(ALL.length)
})

test('book-keeping that is none counts as none', async () => {
  const found = await look(({ url }) =>
    url.endsWith('references.json') ? json(['nonsense']) : holdsOnly('noble')({ url } as Received),
  )
  expect(found.presence).toMatchObject({ by: 'files' })
})

test('a list that is too long is not asked for file by file', async () => {
  const paths = Array.from({ length: 2_001 }, (_, index) => `file${index}`)
  const found = await look(() => ({ status: 404 }), [{ kind: 'image', key: 'a/b/c', paths }])
  expect(found.presence).toEqual({ state: 'unknown', message: expect.stringContaining('2001 files') })
  expect(found.asked).toEqual([])
})
