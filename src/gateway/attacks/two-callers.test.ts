import { http } from 'msw'
import { request } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import { problem } from '#contract/gateway.ts'
import { selection } from '#contract/maas.ts'
import { startEmbeddedRegion } from '#testing/embedded-region.ts'
import { leapingClock } from '#lib/leaping-clock.ts'
import { startGateway } from '#gateway/server.ts'

const START = Date.UTC(2026, 10, 23, 9, 0, 0)
const SELECTIONS = '/MAAS/api/2.0/boot-sources/1/selections/'
const SOURCE = '/MAAS/api/2.0/boot-sources/1/'
const RESOLUTE = { os: 'ubuntu', release: 'resolute', arches: ['amd64'], subarches: ['*'], labels: ['*'] }

type Answer = { readonly status: number; readonly json: unknown }

/** A region with two gateways in front of it, and the calls of their pages. */
async function open(scenario: string) {
  const simulator = await startEmbeddedRegion({ scenario, speed: 0, now: () => START })
  const start = () =>
    startGateway({
      maasUrl: simulator.maasUrl,
      credentials: { kind: 'fixed', apiKey: simulator.apiKey },
      keyringFile: async () => ({ state: 'elsewhere' }),
      now: () => START,
      pace: leapingClock(),
    })
  const gateways = [await start(), await start()]
  onTestFinished(async () => {
    for (const gateway of gateways) await gateway.close()
    await simulator.close()
  })
  /** @param by index of the gateway that is called */
  async function call(method: string, path: string, body?: unknown, by = 0): Promise<Answer> {
    const answer = await request(`${gateways[by]?.url}${path}`, {
      method: method as 'GET',
      headers: { 'x-maas-images': '1', 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const text = await answer.body.text()
    return { status: answer.statusCode, json: JSON.parse(text || 'null') }
  }
  const { region } = simulator
  const noble = () => {
    const found = region.selections(1).find(({ release }) => release === 'noble')
    if (!found) throw new Error('noble is not selected.')
    const { id, os, release, arches, subarches, labels } = found
    return { id, os, release, arches, subarches, labels }
  }
  return { simulator, region, call, noble }
}

const changedTo = ({ status, json }: Answer) => {
  const { error } = problem.parse(json)
  expect([status, error.code]).toEqual([409, 'changed'])
  expect(error.message).toMatch(/^Someone else changed .* Your change was not saved/)
  return error.now
}
const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort((a, b) => a - b)

describe.each(['default', 'maas-3.8'])('two callers write at the same moment (%s):', (scenario) => {
  test('architectures of one release: one write is accepted, the other gets the current selection, and merging keeps both', async () => {
    const { call, region, noble } = await open(scenario)
    const { id, ...expected } = noble()
    const wishes = ['arm64', 's390x'].map((arch) => ({ ...expected, arches: [...expected.arches, arch] }))
    const answers = await Promise.all(
      wishes.map((wish) => call('PUT', `${SELECTIONS}${id}/`, { ...wish, expected })),
    )
    expect(statusesOf(answers)).toEqual([200, 409])
    const [refused] = answers.filter(({ status }) => status === 409)
    const now = refused && changedTo(refused)
    const winner = answers.find(({ status }) => status === 200)
    expect(now).toEqual({ what: 'selection', selection: selection.parse(winner?.json) })
    expect(noble().arches).toEqual(selection.parse(winner?.json).arches)

    // the second caller merges its change into the selection it received
    const arches = [...new Set(wishes.flatMap((wish) => wish.arches))]
    const merged = { ...expected, arches }
    const again = await call('PUT', `${SELECTIONS}${id}/`, { ...merged, expected: noble() })
    expect(again.status).toBe(200)
    expect(region.selection(1, id).arches.toSorted()).toEqual(arches.toSorted())
  })

  test('many callers add one architecture each and merge after a conflict, and none is lost', async () => {
    const { call, region, noble } = await open(scenario)
    const { id, ...first } = noble()
    const wanted = ['amd64', 'arm64', 'ppc64el', 's390x']
    await Promise.all(
      wanted.map(async (arch) => {
        let expected: typeof first = first
        for (let tries = 0; tries < wanted.length; tries += 1) {
          const arches = [...new Set([...expected.arches, arch])]
          const answer = await call('PUT', `${SELECTIONS}${id}/`, { ...expected, arches, expected })
          if (answer.status === 200) return
          const now = changedTo(answer)
          if (now?.what === 'selection' && now.selection) expected = now.selection
        }
        throw new Error(`${arch} was never accepted.`)
      }),
    )
    expect(region.selection(1, id).arches.toSorted()).toEqual(wanted)
  })

  test('a new selection of one release: one is created, and the others receive it', async () => {
    const { call, region } = await open(scenario)
    const body = { ...RESOLUTE, expected: null }
    const answers = await Promise.all([0, 1, 2].map(() => call('POST', SELECTIONS, body)))
    expect(statusesOf(answers)).toEqual([200, 409, 409])
    const made = region.selections(1).filter(({ release }) => release === 'resolute')
    expect(made).toHaveLength(1)
    for (const answer of answers.filter(({ status }) => status === 409))
      expect(changedTo(answer)).toMatchObject({ what: 'selection', selection: { id: made[0]?.id } })
  })

  test('a change and a deletion: the second one is refused as changed', async () => {
    const { call, region, noble } = await open(scenario)
    const { id, ...expected } = noble()
    const [changed, deleted] = await Promise.all([
      call('PUT', `${SELECTIONS}${id}/`, { ...expected, arches: ['*'], expected }),
      call('DELETE', `${SELECTIONS}${id}/`, { expected }),
    ])
    expect(statusesOf([changed, deleted])).toContain(409)
    const left = region.selections(1).find((one) => one.id === id)
    // either the change or the deletion was done, and the deletion never deletes the change
    expect(left?.arches).toEqual(changed.status === 200 ? ['*'] : undefined)
    expect(deleted.status).toBe(changed.status === 200 ? 409 : 204)
  })

  test('the deletion of a source and a new selection in it: no unseen selection is deleted', async () => {
    const { call, region } = await open(scenario)
    const sourceOf = async () => (await call('GET', SOURCE)).json as object
    const expected = { ...(await sourceOf()), selections: (await call('GET', SELECTIONS)).json }
    const [made, deleted] = await Promise.all([
      call('POST', SELECTIONS, { ...RESOLUTE, expected: null }),
      call('DELETE', SOURCE, { expected }),
    ])
    expect([
      [200, 409],
      [404, 204],
    ]).toContainEqual([made.status, deleted.status])
    expect(region.sources().some(({ id }) => id === 1)).toBe(made.status === 200)
  })

  test('the deletion of a source that has a further selection is refused with all its selections', async () => {
    const { call } = await open(scenario)
    const source = (await call('GET', SOURCE)).json as object
    const expected = { ...source, selections: (await call('GET', SELECTIONS)).json }
    expect((await call('POST', SELECTIONS, { ...RESOLUTE, expected: null })).status).toBe(200)
    const now = changedTo(await call('DELETE', SOURCE, { expected }))
    const { json } = await call('GET', SELECTIONS)
    expect(now).toMatchObject({ what: 'source', source: { id: 1 }, selections: json })
  })

  test('two changes of one source: the second caller receives the current source', async () => {
    const { call, region } = await open(scenario)
    const expected = (await call('GET', SOURCE)).json as object
    const urls = ['http://one.example.com/images', 'http://two.example.com/images']
    const answers = await Promise.all(urls.map((url) => call('PUT', SOURCE, { url, expected })))
    expect(statusesOf(answers)).toEqual([200, 409])
    const [refused] = answers.filter(({ status }) => status === 409)
    expect(refused && changedTo(refused)).toMatchObject({
      what: 'source',
      source: { url: region.source(1).url },
    })
  })

  test('two new sources: the second caller receives the first source', async () => {
    const { call, region } = await open(scenario)
    const expected = region.sources().map(({ id, url }) => ({ id, url }))
    const answers = await Promise.all(
      ['one', 'two'].map((name) =>
        call('POST', '/MAAS/api/2.0/boot-sources/', {
          url: `http://${name}.example.com/images`,
          keyring_filename: '/etc/k.gpg',
          expected,
        }),
      ),
    )
    expect(statusesOf(answers)).toEqual([201, 409])
    const [refused] = answers.filter(({ status }) => status === 409)
    expect(refused && changedTo(refused)).toMatchObject({
      what: 'sources',
      sources: region.sources().map(({ id, url }) => ({ id, url })),
    })
  })

  test('a write that fails in the region releases its locks', async () => {
    const { call, simulator, noble } = await open(scenario)
    const { id, ...expected } = noble()
    const write = () => call('PUT', `${SELECTIONS}${id}/`, { ...expected, arches: ['*'], expected })
    simulator.setOffline(true)
    expect((await write()).status).toBeGreaterThanOrEqual(502)
    simulator.setOffline(false)
    expect((await write()).status).toBe(200)
  })
})

describe('An API client writes between the read and the write of the gateway:', () => {
  const WRITES = [
    ['a new selection that already exists', 'POST', SELECTIONS, { ...RESOLUTE, expected: null }],
    ['a change of a selection that no longer exists', 'PUT', null, {}],
    ['a deletion of a selection that no longer exists', 'DELETE', null, {}],
  ] as const
  test.each(WRITES)('%s is answered with the current state', async (_, method, path, more) => {
    const { call, simulator, region, noble } = await open('default')
    const { id, ...expected } = noble()
    let came = false
    simulator.use(
      http.all('*/selections/*', ({ request: { method: asked } }) => {
        if (asked === 'GET' || came) return
        came = true
        if (method === 'POST') region.createSelection(1, { ...RESOLUTE, arches: ['arm64'] })
        else region.deleteSelection(1, id)
      }),
    )
    const body = path ? more : { ...expected, arches: ['*'], expected }
    const now = changedTo(await call(method, path ?? `${SELECTIONS}${id}/`, body))
    expect(now).toMatchObject({
      what: 'selection',
      selection: method === 'POST' ? { release: 'resolute', arches: ['arm64'] } : null,
    })
  })

  test('a refusal for another reason is passed on unchanged', async () => {
    const { call } = await open('default')
    const answer = await call('POST', SELECTIONS, { ...RESOLUTE, release: 'zesty', expected: null })
    expect([answer.status, problem.parse(answer.json).error.code]).toEqual([400, 'source-unread'])
  })

  test('a write through another gateway is noticed like that of any other client', async () => {
    const { call, noble } = await open('default')
    const { id, ...expected } = noble()
    const path = `${SELECTIONS}${id}/`
    expect((await call('PUT', path, { ...expected, arches: ['*'], expected }, 1)).status).toBe(200)
    const refused = await call('PUT', path, { ...expected, arches: ['amd64', 'arm64'], expected })
    expect(changedTo(refused)).toMatchObject({ selection: { arches: ['*'] } })
  })
})

test.each([
  ['3.8: no kernels means all', 'maas-3.8', 200],
  ['3.5: no kernels means none', 'default', 409],
])('the expected state is compared by the rules of MAAS %s', async (_, scenario, status) => {
  const { call, region, noble } = await open(scenario)
  const { id } = noble()
  region.updateSelection(1, id, { subarches: [] })
  const expected = { ...noble(), subarches: ['*'] }
  const body = { ...expected, arches: ['*'], expected }
  expect((await call('PUT', `${SELECTIONS}${id}/`, body)).status).toBe(status)
})

test('for a selection that was deleted and created again, the answer has its new ID', async () => {
  const { call, region, noble } = await open('default')
  const { id, ...expected } = noble()
  region.deleteSelection(1, id)
  const { id: again } = region.createSelection(1, { ...expected, arches: [...expected.arches] })
  const refused = await call('DELETE', `${SELECTIONS}${id}/`, { expected })
  expect(changedTo(refused)).toMatchObject({ selection: { id: again, release: 'noble' } })
})

test('the release of a selection cannot be changed', async () => {
  const { call, noble } = await open('default')
  const { id, ...expected } = noble()
  const body = { ...expected, release: 'resolute', expected }
  const answer = await call('PUT', `${SELECTIONS}${id}/`, body)
  expect([answer.status, problem.parse(answer.json).error.message]).toEqual([
    400,
    'The operating system and release of a selection cannot be changed.',
  ])
  expect(noble().release).toBe('noble')
})

const UNBELIEVING: [method: string, path: string, body: object][] = [
  ['POST', SELECTIONS, RESOLUTE],
  ['PUT', `${SELECTIONS}2/`, RESOLUTE],
  ['DELETE', `${SELECTIONS}2/`, {}],
  ['POST', '/MAAS/api/2.0/boot-sources/', { url: 'http://a.example.com/', keyring_filename: '/k.gpg' }],
  ['PUT', SOURCE, { url: 'http://a.example.com/' }],
  ['DELETE', SOURCE, {}],
]
test.each(UNBELIEVING)(
  '%s %s without the expected state is refused, and MAAS is not called',
  async (method, path, body) => {
    const { call, simulator } = await open('default')
    const asked: string[] = []
    simulator.use(http.all('*/MAAS/*', ({ request: { url } }) => void asked.push(url)))
    const answer = await call(method, path, body)
    expect(answer.status).toBe(400)
    expect(problem.parse(answer.json).error.message).toMatch(/Reload the page, then try again\.$/)
    const wrong = await call(method, path, { ...body, expected: 'anything' })
    expect(wrong.status).toBe(400)
    expect(asked).toEqual([])
  },
)
