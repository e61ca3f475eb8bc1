import { request } from 'undici'
import { afterEach, describe, expect, test } from 'vitest'
import type * as z from 'zod/mini'
import { imagesAnswer, regionAnswer } from '#contract/gateway.ts'
import { bootSource, maasUser, maasVersion, selection } from '#contract/maas.ts'
import { bootResource } from '#contract/boot-resource.ts'
import * as mini from 'zod/mini'
import { startGateway } from '#gateway/server.ts'
import { upstreamJson, startUpstream } from '#testing/gateway/test-upstream.ts'

/* Every shape of answer that was recorded from MAAS 3.5.13, restated, with an additional unknown field. */

const UNKNOWN = { invented_later: { by: ['somebody', 1, null] } }
const API = '/MAAS/api/2.0'
const SOURCE = {
  created: '2026-11-23T00:04:25.301',
  updated: '2026-11-23T00:04:51.604',
  url: 'http://mirror.example.com/maas/images/',
  keyring_filename: '/srv/keyring.gpg',
  id: 1,
  keyring_data: '',
  resource_uri: `${API}/boot-sources/1/`,
  ...UNKNOWN,
}
const WITH_DATA = { ...SOURCE, id: 2, keyring_filename: '', keyring_data: 'mDMEZvQ\nAbCd==\n' }
const RANKED = {
  ...SOURCE,
  id: 3,
  name: 'Local mirror',
  priority: 10,
  enabled: false,
  skip_keyring_verification: true,
}
const SELECTION = {
  os: 'ubuntu',
  release: 'jammy',
  arches: ['amd64'],
  subarches: ['*'],
  labels: ['*'],
  boot_source_id: 1,
  id: 1,
  resource_uri: `${API}/boot-sources/1/selections/1/`,
  ...UNKNOWN,
}
const file = (name: string, more: object) => ({
  [name]: {
    filename: name,
    filetype: name,
    sha256: Buffer.from(name).toString('hex').padEnd(64, '0'),
    size: 9_000_000,
    ...more,
    ...UNKNOWN,
  },
})
const SYNCED = {
  id: 8,
  type: 'Synced',
  name: 'ubuntu/jammy',
  architecture: 'amd64/ga-22.04',
  resource_uri: `${API}/boot-resources/8/`,
  last_deployed: null,
  title: 'Ubuntu 22.04 LTS',
  subarches: 'generic,hwe-p,hwe-x,ga-22.04',
  ...UNKNOWN,
}
const BOOTLOADER = {
  id: 12,
  type: 'Synced',
  name: 'grub-efi-signed/uefi',
  architecture: 'amd64/generic',
  resource_uri: `${API}/boot-resources/12/`,
  last_deployed: null,
}
const UPLOADED = {
  id: 15,
  type: 'Uploaded',
  name: 'my-image',
  architecture: 'amd64/generic',
  resource_uri: `${API}/boot-resources/15/`,
  last_deployed: '2026-11-20 09:00:00',
  title: 'My image',
  subarches: 'generic',
  base_image: 'ubuntu/jammy',
}
const set = (more: object, files: object) => ({
  '20260901': { version: '20260901', label: 'stable', size: 18_000_000, ...more, files, ...UNKNOWN },
})
const ARRIVING = set(
  { complete: false, progress: 50.0 },
  { ...file('boot-initrd', { complete: true }), ...file('squashfs', { complete: false, progress: 12.5 }) },
)
const WHOLE = set({ complete: true }, file('boot-kernel', { complete: true }))
const EVENTS = {
  count: 2,
  events: [
    {
      username: 'unknown',
      node: 'hcwtcp',
      hostname: 'vm',
      id: 6,
      level: 'DEBUG',
      created: 'Mon, 23 Nov. 2026 00:06:50',
      type: 'Region import info',
      description: 'Started importing of boot images from 1 source(s).',
    },
  ],
  next_uri: `${API}/events/?op=query`,
  prev_uri: null,
}
const NOTIFICATION = {
  id: 4,
  ident: 'Image importer',
  message: 'Failed to fetch image information from boot source <a href="http://x/">x</a>',
  category: 'error',
  context: {},
  users: false,
  admins: true,
  user: null,
  dismissable: true,
  resource_uri: `${API}/notifications/4/`,
}
const USER = { is_superuser: true, username: 'admin', email: 'a@example.com', is_local: true, ...UNKNOWN }
const CONFIG: Record<string, unknown> = {
  boot_images_auto_import: true,
  commissioning_distro_series: 'jammy',
  default_osystem: 'ubuntu',
  default_distro_series: null,
}

const ANSWERS: Record<string, unknown> = {
  'version/': { capabilities: ['networks-management'], version: '3.5.13', subversion: '', ...UNKNOWN },
  'users/?op=whoami': USER,
  'boot-sources/': [SOURCE, WITH_DATA, RANKED],
  'boot-sources/1/': SOURCE,
  'boot-sources/2/': WITH_DATA,
  'boot-sources/1/selections/': [SELECTION],
  'boot-sources/1/selections/1/': SELECTION,
  'boot-sources/2/selections/': [],
  'boot-sources/3/selections/': [{ ...SELECTION, id: 9, boot_source_id: 3, arches: [], labels: [] }],
  'boot-resources/': [SYNCED, BOOTLOADER, UPLOADED],
  'boot-resources/8/': { ...SYNCED, sets: ARRIVING },
  'boot-resources/12/': { ...BOOTLOADER, sets: WHOLE },
  'boot-resources/15/': { ...UPLOADED, sets: WHOLE },
  'boot-resources/?op=is_importing': true,
  'notifications/': [NOTIFICATION, { ...NOTIFICATION, id: 5, ident: null }],
}

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function ask(path: string): Promise<unknown> {
  const upstream = await startUpstream(({ url }) => {
    const asked = url.replace(`${API}/`, '')
    const name = /^maas\/\?op=get_config&name=(\w+)$/.exec(asked)?.[1]
    if (name) return upstreamJson(CONFIG[name])
    if (asked.startsWith('events/')) return upstreamJson(EVENTS)
    return asked in ANSWERS ? upstreamJson(ANSWERS[asked]) : { status: 404, body: 'not recorded' }
  })
  open.push(upstream)
  const gateway = await startGateway({
    maasUrl: `${upstream.url}/MAAS`,
    credentials: { kind: 'fixed', apiKey: 'a:b:c' },
    keyringFile: async () => ({ state: 'elsewhere' }),
    exchange: { wait: async () => undefined },
  })
  open.push(gateway)
  const answer = await request(gateway.url + path)
  expect(answer.statusCode, path).toBe(200)
  return answer.body.json()
}

test.each<[string, z.ZodMiniType, number]>([
  ['version/', maasVersion, 1],
  ['users/?op=whoami', maasUser, 1],
  ['boot-sources/', mini.array(bootSource), 3],
  ['boot-sources/2/', bootSource, 1],
  ['boot-sources/1/selections/', mini.array(selection), 1],
  ['boot-sources/1/selections/1/', selection, 1],
  ['boot-sources/2/selections/', mini.array(selection), 0],
  ['boot-resources/', mini.array(bootResource), 3],
  ['boot-resources/?op=is_importing', mini.boolean(), 1],
  ['maas/?op=get_config&name=boot_images_auto_import', mini.boolean(), 1],
  ['maas/?op=get_config&name=default_distro_series', mini.null(), 1],
])('%s passes the gateway and the contract, without the unknown field', async (path, schema, length) => {
  const body = await ask(`${API}/${path}`)
  expect(schema.parse(body)).toEqual(body)
  expect([body].flat()).toHaveLength(length)
  expect(JSON.stringify(body)).not.toContain('invented_later')
})

describe('the answers of the gateway', () => {
  test('keyring data and the fields of 3.8 are kept as they are', async () => {
    const [plain, data, ranked] = mini.array(bootSource).parse(await ask(`${API}/boot-sources/`))
    expect(plain).not.toHaveProperty('priority')
    expect(data?.keyring_data).toBe(WITH_DATA.keyring_data)
    expect(ranked).toMatchObject({ name: 'Local mirror', priority: 10, enabled: false })
  })

  test('the parts of the region become one answer', async () => {
    const region = regionAnswer.parse(await ask('/gateway/region'))
    expect(region).toMatchObject({
      version: '3.5.13',
      user: { username: 'admin', admin: true },
      config: { autoImport: true, commissioningRelease: 'jammy', defaultOs: 'ubuntu', defaultRelease: '' },
      sync: { lastStarted: '2026-11-23T00:06:50.000Z' },
      notifications: [{ id: 4, message: 'Failed to fetch image information from boot source x' }],
    })
    expect(region.sources?.map(({ selections }) => selections.length)).toEqual([1, 0, 1])
  })

  test('boot resources become images with their sets', async () => {
    const { importing, images } = imagesAnswer.parse(await ask('/gateway/images'))
    expect(importing).toBe(true)
    expect(images.map(({ kind, title }) => [kind, title])).toEqual(
      expect.arrayContaining([
        ['synced', 'Ubuntu 22.04 LTS'],
        ['bootloader', null],
        ['uploaded', 'My image'],
      ]),
    )
    const arriving = images.find(({ kind }) => kind === 'synced')
    expect(arriving?.incoming?.bytes).toBe(18_000_000)
    expect(images.find(({ kind }) => kind === 'uploaded')?.lastDeployed).toBe('2026-11-20 09:00:00')
  })
})
