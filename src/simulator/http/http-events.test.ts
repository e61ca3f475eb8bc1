import { expect, test } from 'vitest'
import { ask, recordedRegion } from '#testing/simulator/fixture-client.ts'

test('events are listed newest first, with links to older and newer ones', async () => {
  const { region, clock } = recordedRegion()
  region.startImport()
  clock.advance(600_000)
  region.startImport()
  clock.advance(1000)
  const query = async (path: string): Promise<unknown> =>
    (await ask(region, clock, { path: `events/?op=query&level=DEBUG${path}` })).json()

  expect(await query('&limit=3')).toEqual({
    count: 3,
    events: [4, 3, 2].map((id) => ({
      username: 'unknown',
      node: 'emb3dd',
      hostname: 'embedded',
      id,
      level: 'DEBUG',
      created: `Mon, 23 Nov. 2026 ${id > 2 ? '09:10:00' : '09:00:00'}`,
      type: 'Region import info',
      description:
        id % 2 === 0
          ? 'Importing images from source: http://images.maas.io/ephemeral-v3/stable/'
          : 'Started importing of boot images from 1 source(s).',
    })),
    next_uri: '/MAAS/api/2.0/events/?op=query&level=DEBUG&limit=3&after=4',
    prev_uri: '/MAAS/api/2.0/events/?op=query&level=DEBUG&limit=3&before=2',
  })
  expect(await query('&before=3&limit=1')).toMatchObject({ count: 1, events: [{ id: 2 }] })
  expect(await query('&after=3')).toMatchObject({ count: 1, events: [{ id: 4 }] })
})

test.each(['3.4.9', '3.5.13', '3.8.0'])(
  'MAAS %s lists no audit event after a change of settings, sources and selections, because they are of no node',
  async (version) => {
    const { region, clock } = recordedRegion(() => undefined, { version })
    region.setConfig('boot_images_auto_import', 'false')
    region.updateSelection(1, region.selections(1)[0]?.id ?? 0, { arches: ['*'] })
    const path = 'events/?op=query&level=AUDIT'
    const answer: unknown = await (await ask(region, clock, { path })).json()
    expect(answer).toMatchObject({ count: 0, events: [], prev_uri: null })
  },
)

test('notifications of the region are for administrators', async () => {
  const { region, clock } = recordedRegion()
  region.setSourcesAnswer(false)
  region.startImport()
  clock.advance(600)
  const notes = async (as: 'admin' | 'operator'): Promise<unknown> =>
    (await ask(region, clock, { as, path: 'notifications/' })).json()
  expect(await notes('operator')).toEqual([])
  expect(await notes('admin')).toMatchObject([
    {
      id: 1,
      ident: 'Image importer',
      user: null,
      users: false,
      admins: true,
      category: 'error',
      dismissable: true,
    },
  ])
})
