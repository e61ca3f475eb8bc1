import { describe, expect, test, vi } from 'vitest'
import { Refusal } from '#gateway/refusal.ts'
import type { FileAnswer } from '#streams/catalogue/presence.ts'
import type { MirrorFile } from '#streams/mirror/contents.ts'
import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import type { EnteredSource, ReadForMirror } from './catalogue-reader.ts'
import { createMirrorReader } from './mirror-reader.ts'

const asked = (url: string): EnteredSource => ({ url, filename: '', data: null })
const PAIR = { mirror: asked('http://mirror.example.com/'), upstream: asked('http://images.example.com/') }
const ORDER = { images: [], versions: 1 }
const SUM = 'a'.repeat(64)
const file = (path: string): MirrorFile => [path, 100, SUM]

const read = (files: readonly MirrorFile[], newest: Record<string, string> = {}): ReadForMirror => ({
  catalogue: emptyCatalogue({ updated: '2026-07-23T08:01:49.000Z' }),
  root: 'http://mirror.example.com/',
  contents: { files, reported: [300, 4], perDay: 7, newest, missing: ['ubuntu/noble/s390x'] },
})

type Setting = {
  mirror?: ReadForMirror
  upstream?: ReadForMirror | Error
  answer?: (path: string) => FileAnswer
}

function start({ mirror = read([file('a')]), upstream = mirror, answer = there }: Setting = {}) {
  const heads: string[] = []
  const reads = vi.fn<(source: EnteredSource) => Promise<ReadForMirror>>(async ({ url }) => {
    if (url === PAIR.mirror.url) return mirror
    if (upstream instanceof Error) throw upstream
    return upstream
  })
  const head = async (url: string) => {
    const path = url.replace(PAIR.mirror.url, '')
    heads.push(path)
    return path.includes('no-such-file') && answer === there ? ABSENT : answer(path)
  }
  return { heads, reads, reader: createMirrorReader({ read: reads, fetcher: { head }, now: () => 1 }) }
}
const ABSENT: FileAnswer = { state: 'absent', size: null }
const there = (): FileAnswer => ({ state: 'there', size: 100 })

test('the contents are summed, and read once for the same images', async () => {
  const { reader, reads } = start({ mirror: read([file('a'), file('b')]) })
  const found = { files: 2, bytes: 200, reported: [300, 4], perDay: 7, missing: ['ubuntu/noble/s390x'] }
  expect(await reader.contents(PAIR.mirror, ORDER)).toEqual(found)
  expect(await reader.contents(PAIR.mirror, ORDER)).toEqual(found)
  expect(reads).toHaveBeenCalledTimes(1)
  await reader.contents(PAIR.mirror, { ...ORDER, versions: 2 })
  expect(reads).toHaveBeenCalledTimes(2)
})

describe('the state', () => {
  test('reads both lists again and names what is newer upstream', async () => {
    const { reader, reads } = start({
      mirror: read([file('a')], { ga: '20260701', same: '1' }),
      upstream: read([], { ga: '20260801', same: '1', __proto__x: '2' }),
    })
    const { upstream, files, checkable } = await reader.state(PAIR, ORDER)
    expect({ files, checkable }).toEqual({ files: 1, checkable: 1 })
    expect(upstream).toMatchObject({
      state: 'read',
      newer: [
        { product: 'ga', here: '20260701', there: '20260801' },
        { product: '__proto__x', here: null, there: '2' },
      ],
    })
    await reader.state(PAIR, ORDER)
    expect(reads).toHaveBeenCalledTimes(4)
  })

  test('is reported without upstream if upstream does not answer, but not if its address is wrong', async () => {
    const away = new Refusal(502, 'source-unreachable', 'It does not answer.')
    expect((await start({ upstream: away }).reader.state(PAIR, ORDER)).upstream).toEqual({
      state: 'unreadable',
      message: 'It does not answer.',
    })
    const wrong = new Refusal(400, 'bad-request', 'Not an address.')
    await expect(start({ upstream: wrong }).reader.state(PAIR, ORDER)).rejects.toThrow('Not an address.')
  })

  test('has fewer files to check than a very large mirror lists', async () => {
    const many = Array.from({ length: 2_050 }, (_, at) => file(`f${String(at).padStart(4, '0')}`))
    const { reader, heads } = start({ mirror: read(many) })
    expect(await reader.state(PAIR, ORDER)).toMatchObject({ files: 2_050, checkable: 2_000 })
    expect(await reader.files(PAIR, ORDER, 1_950)).toEqual({ next: null, bad: [], unsized: 0 })
    expect(heads).toHaveLength(51)
    expect(heads.at(-1)).toBe('f1999')
  })
})

describe('files', () => {
  const listed = [file('absent'), file('cut'), file('fine'), file('plain'), file('unclear')]
  const answers: Readonly<Record<string, FileAnswer>> = {
    absent: ABSENT,
    cut: { state: 'there', size: 7 },
    fine: { state: 'there', size: 100 },
    plain: { state: 'there', size: null },
    unclear: { state: 'unclear', size: null },
  }
  const answer = (path: string) => answers[path] ?? ABSENT

  test('are reported if they are not as listed, with what upstream still has', async () => {
    const upstream = read([file('absent'), ['cut', 100, 'b'.repeat(64)]])
    const { reader } = start({ mirror: read(listed), upstream, answer })
    expect(await reader.files(PAIR, ORDER, 0)).toEqual({
      next: null,
      bad: [
        { path: 'absent', bytes: 100, sha256: SUM, state: 'missing', found: null, upstream: true },
        { path: 'cut', bytes: 100, sha256: SUM, state: 'wrong-size', found: 7, upstream: false },
        { path: 'unclear', bytes: 100, sha256: SUM, state: 'unclear', found: null, upstream: false },
      ],
      unsized: 1,
    })
  })

  test('are requested 50 at a time, from the place at which the page continues', async () => {
    const many = Array.from({ length: 60 }, (_, at) => file(`f${at}`))
    const { reader, heads, reads } = start({ mirror: read(many) })
    expect((await reader.files(PAIR, ORDER, 0)).next).toBe(50)
    expect((await reader.files(PAIR, ORDER, 50)).next).toBeNull()
    expect(heads.filter((path) => !path.includes('no-such-file'))).toEqual(many.map(([path]) => path))
    expect(reads).toHaveBeenCalledTimes(2)
    expect(await reader.files(PAIR, ORDER, 99)).toEqual({ next: null, bad: [], unsized: 0 })
  })

  test('are not checked on a server that has every file', async () => {
    const { reader } = start({ answer: () => ({ state: 'there', size: 100 }) })
    await expect(reader.files(PAIR, ORDER, 0)).rejects.toMatchObject({
      code: 'source-unreadable',
      message: expect.stringContaining('answers 200 even for a file name that cannot exist'),
    })
  })
})
