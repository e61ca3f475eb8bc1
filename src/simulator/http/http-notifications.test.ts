import { expect, test } from 'vitest'
import { ask, recordedRegion, type Question } from '#testing/simulator/fixture-client.ts'
import { cannotReach } from '#simulator/state/notes.ts'

const noted = (users: boolean, dismissable = true) =>
  recordedRegion((state) => {
    const note = { id: 4, ident: 'x', message: 'm', category: 'error' as const, dismissedBy: [] }
    state.notes.push({ ...note, users, dismissable })
  })

function client({ region, clock }: Pick<ReturnType<typeof recordedRegion>, 'region' | 'clock'>) {
  const asked = (question: Question) => ask(region, clock, question)
  return {
    listed: async (as: 'admin' | 'operator') =>
      ((await (await asked({ as, path: 'notifications/' })).json()) as { id: number }[]).map(({ id }) => id),
    dismiss: (as: 'admin' | 'operator' | 'no one', id = 4) =>
      asked({ as, method: 'POST', path: `notifications/${id}/?op=dismiss` }),
    read: async (as: 'admin' | 'operator') => (await asked({ as, path: 'notifications/4/' })).status,
  }
}

test('a user who dismisses a notification does not see it again, but others do', async () => {
  const { listed, dismiss, read } = client(noted(true))
  const answer = await dismiss('operator')
  expect([answer.status, await answer.text()]).toEqual([200, 'null'])
  expect(await listed('operator')).toEqual([])
  expect(await listed('admin')).toEqual([4])
  // dismissing it twice is not an error, and it can still be read
  expect((await dismiss('operator')).status).toBe(200)
  expect(await read('operator')).toBe(200)
})

test.each<[string, 'admin' | 'operator' | 'no one', boolean, number, number, string]>([
  ['one for administrators, by another user', 'operator', false, 4, 403, ''],
  ['one that does not exist', 'admin', true, 9, 404, 'No Notification matches the given query.'],
  ['one, without a key', 'no one', true, 4, 401, 'Forbidden'],
])('dismissing %s is refused', async (_, as, users, id, status, text) => {
  const { listed, dismiss } = client(noted(users))
  const answer = await dismiss(as, id)
  expect([answer.status, await answer.text()]).toEqual([status, text])
  expect(await listed('admin')).toEqual([4])
})

test('dismissing one that cannot be dismissed crashes in MAAS', async () => {
  const { listed, dismiss } = client(noted(true, false))
  const answer = await dismiss('admin')
  expect([answer.status, await answer.text()]).toEqual([500, 'Notification is not dismissable'])
  expect(await listed('admin')).toEqual([4])
})

test('a dismissed import failure stays dismissed, even with a new text, until an import succeeds', async () => {
  const { region, clock } = recordedRegion()
  const { listed, dismiss } = client({ region, clock })
  const fail = (url: string) => {
    region.updateSource(1, { url })
    region.startImport()
    clock.advance(60_000)
  }
  fail('http://one.example.com/')
  expect(await listed('admin')).toEqual([1])
  await dismiss('admin', 1)
  fail('http://two.example.com/')
  expect(region.notifications().map(({ message }) => message)).toEqual([
    cannotReach('http://two.example.com/'),
  ])
  expect(await listed('admin')).toEqual([])
  fail('http://images.maas.io/ephemeral-v3/stable/')
  expect(region.notifications()).toEqual([])
  fail('http://one.example.com/')
  expect(await listed('admin')).toEqual([2])
})

test('a commissioning release that is not selected or not offered is a notification for all users, once', async () => {
  const { region, clock, state } = recordedRegion(({ config }) => {
    config.set('commissioning_distro_series', 'zesty')
  })
  const { listed, dismiss } = client({ region, clock })
  const read = () => {
    region.startImport()
    clock.advance(60_000)
  }
  read()
  expect(region.notifications()).toMatchObject([
    {
      ident: 'commissioning_series_unselected',
      message: 'ubuntu zesty is configured as the commissioning release but it is not selected for download!',
    },
    {
      ident: 'commissioning_series_unavailable',
      message:
        'ubuntu zesty is configured as the commissioning release but it is unavailable in the configured streams!',
    },
  ])
  expect(await listed('operator')).toEqual([1, 2])
  await dismiss('operator', 1)
  read()
  expect(await listed('operator')).toEqual([2])
  // MAAS keeps them after their cause is gone
  state.config.set('commissioning_distro_series', 'jammy')
  read()
  expect(await listed('admin')).toEqual([1, 2])
})
