import { describe, expect, test, vi, onTestFinished } from 'vitest'
import { ApiError } from '#api/client.ts'
import { createSelectionUntilRead, updateSelectionUntilRead } from './until-read.ts'
import { StillUnread } from '#api/write-failure.ts'

const noble = { os: 'ubuntu', release: 'noble', arches: ['amd64'], subarches: ['*'], labels: ['*'] }
const saved = { ...noble, id: 7, boot_source_id: 3 }

const refusal = (status: number, fields: Record<string, string[]>, code = 'bad-request') =>
  Response.json({ error: { code, message: 'MAAS says no.', fields } }, { status })
const unread = () => refusal(400, { os: ['MAAS finds no image of this release.'] }, 'source-unread')
const unknownArch = () => refusal(400, { arches: ['MAAS finds no image for arm64.'] }, 'source-unread')

/** A gateway that gives these answers to selections, repeating the last one; it accepts imports. */
function aGateway(...answers: (() => Response)[]) {
  const calls: string[] = []
  /** Whether MAAS reports a running import, poll by poll; the last value repeats. */
  const importing = [false]
  vi.stubGlobal('fetch', async (path: string, { method }: RequestInit) => {
    calls.push(`${method} ${path.replace('/MAAS/api/2.0/', '')}`)
    if (path.includes('is_importing'))
      return Response.json((importing.length > 1 ? importing.shift() : importing[0]) === true)
    if (path.includes('op=import')) return Response.json({ message: 'Import of boot resources started' })
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    return answer?.() ?? Response.error()
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  const waits: number[] = []
  const said: number[] = []
  const why: string[] = []
  const patience = {
    onWait: (reason: string) => {
      said.push(waits.length)
      why.push(reason)
    },
    wait: async (ms: number) => void waits.push(ms),
  }
  return { calls, importing, waits, said, why, patience }
}

const IMPORT = 'POST boot-resources/?op=import'
const LOOK = 'GET boot-resources/?op=is_importing'

test('a selection that MAAS accepts immediately is created without waiting', async () => {
  const { calls, waits, said, patience } = aGateway(() => Response.json(saved))
  expect(await createSelectionUntilRead(3, noble, patience)).toEqual(saved)
  expect(calls).toEqual(['POST boot-sources/3/selections/'])
  expect([...waits, ...said]).toEqual([])
})

describe('as long as MAAS has not read the source', () => {
  test.each([
    ['one import is started immediately for source 1', 1, [2]],
    ['one import is started after some tries for another source', 3, [5]],
  ])('%s', async (_, sourceId, imports) => {
    const { calls, waits, said, patience } = aGateway(unread, unknownArch, unread, unread, unread, () =>
      Response.json(saved),
    )
    expect(await createSelectionUntilRead(sourceId, noble, patience)).toEqual(saved)
    expect(calls.flatMap((call, index) => (call === IMPORT ? index : []))).toEqual(imports)
    expect(calls).toHaveLength(8)
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000])
    expect(said).toEqual([0, 1, 2, 3, 4])
  })

  test('no import is started if MAAS reads the source in time', async () => {
    const { calls, patience } = aGateway(unread, unread, unread, () => Response.json(saved))
    await createSelectionUntilRead(3, noble, patience)
    expect(calls).not.toContain(IMPORT)
  })

  test('changing a selection waits in the same way', async () => {
    const { calls, waits, patience } = aGateway(unknownArch, () => Response.json(saved))
    expect(await updateSelectionUntilRead(1, 7, noble, noble, patience)).toEqual(saved)
    const PUT = 'PUT boot-sources/1/selections/7/'
    expect(calls).toEqual([PUT, LOOK, IMPORT, PUT])
    expect(waits).toEqual([500])
  })

  test('creating a selection is given up after 45.5 s and a last try', async () => {
    const { calls, waits, patience } = aGateway(unread)
    await expect(createSelectionUntilRead(3, noble, patience)).rejects.toThrow(StillUnread)
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(45_500)
    expect(calls.filter((call) => call.startsWith('POST boot-sources'))).toHaveLength(waits.length + 1)
    expect(calls.filter((call) => call === IMPORT)).toHaveLength(1)
  })
})

describe('while another import is running, which keeps MAAS up to 3.7 from starting one', () => {
  const TRY = 'POST boot-sources/1/selections/'

  test('an import is started as soon as that one has ended', async () => {
    const { calls, importing, waits, why, patience } = aGateway(unread, unread, unread, () =>
      Response.json(saved),
    )
    importing.unshift(true, true)
    expect(await createSelectionUntilRead(1, noble, patience)).toEqual(saved)
    expect(calls).toEqual([TRY, LOOK, TRY, LOOK, TRY, LOOK, IMPORT, TRY])
    expect(why).toEqual(['import-in-the-way', 'import-in-the-way', 'source'])
    expect(waits).toEqual([5_000, 5_000, 500])
  })

  test('none is started if that one reads the source', async () => {
    const { calls, importing, patience } = aGateway(unread, unread, () => Response.json(saved))
    importing[0] = true
    expect(await createSelectionUntilRead(1, noble, patience)).toEqual(saved)
    expect(calls).toEqual([TRY, LOOK, TRY, LOOK, TRY])
  })

  test('the wait ends after half an hour, because the source may not offer the image', async () => {
    const { calls, importing, waits, patience } = aGateway(unread)
    importing[0] = true
    await expect(createSelectionUntilRead(1, noble, patience)).rejects.toThrow(StillUnread)
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(30 * 60_000)
    expect(calls).not.toContain(IMPORT)
  })
})

describe('if a second import cancels the running one', () => {
  const TRY = 'POST boot-sources/1/selections/'

  test('no import is started while one is running, because that one may read the source', async () => {
    const { calls, importing, waits, why, patience } = aGateway(unread, unread, unread, unread, () =>
      Response.json(saved),
    )
    importing.unshift(true, true)
    const one = { ...patience, importsOneAtATime: true }
    expect(await createSelectionUntilRead(1, noble, one)).toEqual(saved)
    expect(calls).toEqual([TRY, TRY, TRY, TRY, LOOK, LOOK, LOOK, LOOK, TRY])
    expect(why).toEqual(['source', 'source', 'source', 'import', 'source'])
    expect(waits).toEqual([500, 1_000, 2_000, 5_000, 5_000, 2_000, 4_000])
  })

  test('an import that MAAS does not report in its first second is not missed', async () => {
    const { calls, importing, patience } = aGateway(unread, unread, unread, unread, () =>
      Response.json(saved),
    )
    importing.unshift(false, true)
    await createSelectionUntilRead(1, noble, { ...patience, importsOneAtATime: true })
    expect(calls).not.toContain(IMPORT)
  })

  test('an import is started if none is running, or if the last one did not read the source', async () => {
    const none = aGateway(unread, unread, unread, unread, () => Response.json(saved))
    await createSelectionUntilRead(1, noble, { ...none.patience, importsOneAtATime: true })
    expect(none.calls).toEqual([TRY, TRY, TRY, TRY, LOOK, LOOK, IMPORT, TRY])

    const ran = aGateway(unread, unread, unread, unread, unread, () => Response.json(saved))
    ran.importing.unshift(true)
    await createSelectionUntilRead(1, noble, { ...ran.patience, importsOneAtATime: true })
    expect(ran.calls).toEqual([TRY, TRY, TRY, TRY, LOOK, LOOK, LOOK, TRY, LOOK, LOOK, IMPORT, TRY])
  })
})

test.each([false, true])(
  'a failed check of the import does not end the save (a second import cancels the first: %s)',
  async (importsOneAtATime) => {
    const { calls, waits, patience } = aGateway(unread, unread, unread, unread, unread, () =>
      Response.json(saved),
    )
    const { fetch } = globalThis
    let failures = 1
    vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
      if (!path.includes('is_importing') || failures === 0) return fetch(path, init)
      failures -= 1
      return new Response('<html>', { status: 502 })
    })
    expect(await createSelectionUntilRead(3, noble, { ...patience, importsOneAtATime })).toEqual(saved)
    expect(waits.slice(0, 4)).toEqual([500, 1_000, 2_000, 4_000])
    expect(calls.filter((call) => call === IMPORT)).toHaveLength(1)
  },
)

describe('other errors are thrown immediately and unchanged', () => {
  const duplicate = () =>
    refusal(400, {
      __all__: ['Boot source selection with this Boot source, Os and Release already exists.'],
    })
  test.each<[string, () => Response, Partial<ApiError>]>([
    ['a duplicate', duplicate, { kind: 'refused', status: 400 }],
    ['no such source', () => refusal(404, {}), { kind: 'refused', status: 404 }],
    ['an error page of a proxy', () => new Response('<html>', { status: 502 }), { kind: 'offline' }],
    [
      'an error that only mentions images',
      () => refusal(400, { os: ['no available images'] }),
      { status: 400 },
    ],
  ])('%s', async (_, answer, error) => {
    const { calls, waits, patience } = aGateway(answer)
    await expect(createSelectionUntilRead(1, noble, patience)).rejects.toMatchObject(error)
    expect(calls).toHaveLength(1)
    expect(waits).toEqual([])
  })

  test('an error of the last try', async () => {
    const { patience } = aGateway(unread, unread, unread, unread, unread, unread, unread, duplicate)
    await expect(createSelectionUntilRead(1, noble, patience)).rejects.toBeInstanceOf(ApiError)
  })

  test('an error of the import', async () => {
    const { patience } = aGateway(unread)
    const { fetch } = globalThis
    vi.stubGlobal('fetch', async (path: string, init: RequestInit) =>
      path.includes('op=import') ? refusal(403, {}) : fetch(path, init),
    )
    await expect(createSelectionUntilRead(1, noble, patience)).rejects.toMatchObject({ status: 403 })
  })
})
