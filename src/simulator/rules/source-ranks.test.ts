import { describe, expect, test } from 'vitest'
import { ask, recordedRegion, type Body, type Question } from '#testing/simulator/fixture-client.ts'

const STABLE = 'http://images.maas.io/ephemeral-v3/stable'
const KEYRING_FILE = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'

/** A MAAS 3.8 with the stable stream, as after the installation. */
function ranked() {
  const story = recordedRegion(
    (state) => {
      state.config.set('boot_images_auto_import', false)
      const [source] = state.sources.values()
      if (source !== undefined) Object.assign(source, { name: 'MAAS Stable', priority: 1 })
    },
    { version: '3.8.0' },
  )
  const call = async (question: Question) => {
    const response = await ask(story.region, story.clock, question)
    return [response.status, (await response.json()) as unknown]
  }
  const create = (form: Record<string, string>) =>
    call({ path: 'boot-sources/', method: 'POST', body: { form } })
  const change = (id: number, body: Body) => call({ path: `boot-sources/${id}/`, method: 'PUT', body })
  return { ...story, call, create, change }
}

test('before 3.8 a source has none of the four fields, and MAAS ignores them in a request', async () => {
  const { region, clock } = recordedRegion()
  const form = {
    url: 'http://a.example.com/',
    keyring_filename: '/k',
    name: 'A',
    priority: '-1',
    enabled: 'no',
  }
  const response = await ask(region, clock, { path: 'boot-sources/', method: 'POST', body: { form } })
  const source = (await response.json()) as object
  expect(response.status).toBe(201)
  for (const field of ['name', 'priority', 'enabled', 'skip_keyring_verification'])
    expect(source).not.toHaveProperty(field)
})

describe('a new source', () => {
  test.each<[string, Record<string, string>, object]>([
    [
      'is named after its address, has the highest priority, is enabled and verified',
      {},
      { name: 'http://a.example.com/i', priority: 2, enabled: true, skip_keyring_verification: false },
    ],
    ['loses the slash at its end', { url: 'http://a.example.com/i//' }, { url: 'http://a.example.com/i' }],
    ['takes a name', { name: ' Local ' }, { name: 'Local' }],
    ['takes a priority', { priority: '7' }, { priority: 7 }],
    ['has the highest priority if its priority is empty', { priority: '' }, { priority: 2 }],
    ['can be disabled', { enabled: 'false' }, { enabled: false }],
    ['is enabled by a value that is neither true nor false', { enabled: 'off' }, { enabled: true }],
    [
      'is not verified if it names an unsigned index',
      { url: 'http://a.example.com/streams/v1/index.json' },
      { skip_keyring_verification: true },
    ],
    [
      'is verified if verification is requested',
      { url: 'http://a.example.com/streams/v1/index.json', skip_keyring_verification: 'False' },
      { skip_keyring_verification: false },
    ],
    [
      'needs no keyring if it is not verified',
      { keyring_filename: '', skip_keyring_verification: 'true' },
      { keyring_filename: '', skip_keyring_verification: true },
    ],
  ])('%s', async (_rule, sent, has) => {
    const { create } = ranked()
    const answer = await create({ url: 'http://a.example.com/i/', keyring_filename: KEYRING_FILE, ...sent })
    expect(answer).toMatchObject([201, has])
  })

  test.each<[string, Record<string, string>, object]>([
    [
      'with a slash is the same as without',
      { url: `${STABLE}/`, name: 'Other' },
      { url: ['Boot source with this Url already exists.'] },
    ],
    [
      'needs a unique name',
      { name: 'MAAS Stable' },
      { name: ['Boot source with this Name already exists.'] },
    ],
    [
      'has a name of 255 characters at most',
      { name: 'n'.repeat(256) },
      { name: ['Ensure this value has at most 255 characters (it has 256).'] },
    ],
    [
      'needs a keyring to be verified with',
      { keyring_filename: '' },
      { __all__: ['One of keyring_data or keyring_filename must be specified.'] },
    ],
  ])('%s', async (_rule, sent, error) => {
    const { create } = ranked()
    expect(await create({ url: 'http://a.example.com/', keyring_filename: KEYRING_FILE, ...sent })).toEqual([
      400,
      error,
    ])
  })

  test('gets a priority above all others if it names none', async () => {
    const { create, change } = ranked()
    await change(1, { form: { priority: '10' } })
    expect(await create({ url: 'http://a.example.com/', keyring_filename: KEYRING_FILE })).toMatchObject([
      201,
      { priority: 11 },
    ])
  })
})

describe('an existing source', () => {
  test.each<[string, Body, object]>([
    ['takes a name', { form: { name: 'Ours' } }, { name: 'Ours', priority: 1, enabled: true }],
    ['is named after its address if the name is emptied', { form: { name: '' } }, { name: STABLE }],
    ['takes a priority', { form: { priority: '42' } }, { priority: 42, name: 'MAAS Stable' }],
    [
      'takes truth values as JSON',
      { json: { enabled: false, priority: 0 } },
      { enabled: false, priority: 0 },
    ],
    [
      'can lose its verification',
      { form: { skip_keyring_verification: 'true' } },
      { skip_keyring_verification: true },
    ],
    [
      'keeps its name and priority with a new address, which loses its slash',
      { form: { url: 'http://a.example.com/' } },
      { url: 'http://a.example.com', name: 'MAAS Stable', priority: 1 },
    ],
  ])('%s', async (_rule, body, has) => {
    expect(await ranked().change(1, body)).toMatchObject([200, has])
  })

  test.each([
    ['-1', 'Ensure this value is greater than or equal to 0.'],
    ['first', 'Enter a whole number.'],
    ['1.5', 'Enter a whole number.'],
  ])('refuses the priority %s', async (priority, error) => {
    expect(await ranked().change(1, { form: { priority } })).toEqual([400, { priority: [error] }])
  })
})

test('the commissioning selection can be deleted', () => {
  const { region } = ranked()
  region.deleteSelection(1, 1)
  expect(region.selections(1)).toEqual([])
})

test('the source with ID 1 is read after a change, like any other', () => {
  const { region, clock } = ranked()
  region.updateSource(1, { url: 'http://images.maas.io/ephemeral-v3/candidate/' })
  clock.advance(600)
  const noble = { os: 'ubuntu', release: 'noble', arches: ['amd64'], subarches: ['*'], labels: ['candidate'] }
  expect(region.createSelection(1, noble).labels).toEqual(['candidate'])
})

test.each<[string, Parameters<ReturnType<typeof ranked>['region']['createSource']>[0]]>([
  ['a missing keyring file', { url: 'http://mirror.example.com/ubuntu/', keyringFilename: '/nonexistent' }],
  ['a wrong key', { url: 'http://mirror.example.com/other/', keyringFilename: KEYRING_FILE }],
  ['an address where no server answers', { url: 'http://10.0.0.7/none', keyringFilename: KEYRING_FILE }],
])('%s is reported, and does not affect other sources', (_what, form) => {
  const { region, clock } = ranked()
  const { id, url } = region.createSource(form)
  clock.advance(600)
  expect(region.notifications()).toMatchObject([
    {
      message: `Failed to fetch image manifest for boot source with url ${url}. Check the logs for more details.`,
    },
  ])
  expect(() => region.createSelection(id, { os: 'ubuntu', release: 'noble' })).toThrow('no available images')
  region.startImport()
  clock.advance(1_000_000)
  expect(region.resources().map(({ name }) => name)).toContain('ubuntu/jammy')
})

test('an image comes from the enabled source with the highest priority that selects it', () => {
  const { region, clock } = ranked()
  const { id } = region.createSource({
    url: 'http://images.maas.io/ephemeral-v3/candidate',
    keyringFilename: KEYRING_FILE,
  })
  clock.advance(600)
  const noble = { os: 'ubuntu', release: 'noble', arches: ['amd64'], subarches: ['*'], labels: ['*'] }
  region.createSelection(1, noble)
  region.createSelection(id, noble)
  const labels = () => {
    region.startImport()
    clock.advance(1_000_000)
    return region
      .resources()
      .filter(({ name }) => name === 'ubuntu/noble')
      .map((resource) => `${resource.architecture} ${region.resource(resource.id).sets[0]?.label}`)
  }
  // candidate offers only one kernel: the image gets no kernel of stable
  expect(labels()).toEqual(['amd64/ga-24.04 candidate'])
  region.updateSource(id, { enabled: 'false' })
  expect(labels()).toEqual(['amd64/ga-24.04 stable', 'amd64/hwe-24.04 stable'])
  region.updateSource(id, { enabled: 'true', priority: '0' })
  expect(labels()).toEqual(['amd64/ga-24.04 stable', 'amd64/hwe-24.04 stable'])
})

test('an import with all sources disabled downloads and removes nothing', () => {
  const { region, clock } = ranked()
  region.startImport()
  clock.advance(1_000_000)
  const before = region.resources().map(({ id }) => id)
  expect(before.length).toBeGreaterThan(0)
  region.updateSource(1, { enabled: 'false' })
  region.startImport()
  clock.advance(1_000_000)
  expect(region.isImporting()).toBe(false)
  expect(region.resources().map(({ id }) => id)).toEqual(before)
})
