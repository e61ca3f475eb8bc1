import { describe, expect, test } from 'vitest'
import { ask, recordedRegion } from './fixture-client.ts'
import { RECORDED_OTHERS } from './recorded-others.ts'
import { RECORDED_SELECTIONS } from './recorded-selections.ts'
import { RECORDED_SOURCES } from './recorded-sources.ts'

const RECORDED = { ...RECORDED_SOURCES, ...RECORDED_SELECTIONS, ...RECORDED_OTHERS }

describe.each(Object.entries(RECORDED))('%s', (_story, steps) => {
  test('answers as MAAS 3.5.13 did', async () => {
    const { region, clock } = recordedRegion()
    for (const step of steps) {
      const response = await ask(region, clock, step)
      const text = await response.text()
      const asked = `${step.method ?? 'GET'} ${step.path} ${JSON.stringify(step.body ?? '')} → ${text}`
      const answer = {
        status: response.status,
        type: response.headers.get('Content-Type'),
        text,
        json: step.has === undefined ? null : (JSON.parse(text) as object),
        headers: Object.fromEntries(response.headers),
      }
      expect(answer, asked).toMatchObject({
        status: step.status,
        ...(step.type !== undefined && { type: step.type }),
        ...(step.text !== undefined && { text: step.text }),
        ...(step.has !== undefined && { json: step.has }),
        headers: step.sends ?? {},
      })
    }
  })
})

test('what was raised as an exception carries no API hash, everything else does', async () => {
  const { region, clock } = recordedRegion()
  const hash = async (path: string) => (await ask(region, clock, { path })).headers.has('X-MAAS-API-Hash')
  expect(await hash('boot-sources/')).toBe(true)
  expect(await hash('boot-sources/99/')).toBe(true)
  expect(await hash('maas/')).toBe(false)
})
