import Ajv2020 from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod/mini'
import { presentPlan } from '#show-as/rules/present-plan.ts'
import { DATA, KEYRING, MIRROR, planOf, release, SETTINGS, sourceNow, STABLE } from '#testing/shown-plan.ts'
import { ansiblePlaybook } from './ansible.ts'
import { planJson, requestList } from './json.ts'
import { curlScript } from './script.ts'

const odd = { ...release('a\n{{ b }}', '"', "'"), os: '\u0007\u2028é' }
const plan = planOf([
  { kind: 'stop-import' },
  { kind: 'create-source', spec: { url: MIRROR, ...DATA } },
  { kind: 'create-selection', sourceId: null, wanted: release('noble', 'amd64') },
  { kind: 'create-selection', sourceId: 1, wanted: odd },
  { kind: 'update-selection', sourceId: 1, id: 10, wanted: release('jammy', '*') },
  { kind: 'delete-source', id: 1, url: STABLE },
  { kind: 'update-source', id: null, spec: { url: STABLE, ...KEYRING } },
  ...SETTINGS,
  { kind: 'import' },
])

test('the JSON keeps to its schema, and lists the requests in order', () => {
  const ajv = new Ajv2020({ strict: true })
  const list: unknown = JSON.parse(planJson(plan))
  expect(ajv.validate(z.toJSONSchema(requestList), list), ajv.errorsText()).toBe(true)
  const { requests } = requestList.parse(list)
  expect(
    requests.map(({ method, path, op = '' }) => `${method} ${path.replace('/MAAS/api/2.0/', '')}${op}`),
  ).toEqual([
    'POST boot-resources/stop_import',
    'POST boot-sources/',
    'POST boot-sources/$SOURCE/selections/',
    'POST boot-sources/1/selections/',
    'PUT boot-sources/1/selections/10/',
    'DELETE boot-sources/1/',
    'PUT boot-sources/$SOURCE/',
    'POST maas/set_config',
    'POST maas/set_config',
    'POST boot-resources/import',
  ])
  expect(requests[1]).toMatchObject({
    fields: [
      { name: 'url', value: MIRROR },
      { name: 'keyring_filename', value: '' },
      { name: 'keyring_data', file: 'KEYRING_FILE' },
    ],
    keepIdAs: 'SOURCE',
  })
})

const task = z.object({
  'ansible.builtin.command': z.object({ stdin: z.string() }),
  vars: z.object({ maas_script: z.string() }),
  environment: z.record(z.string(), z.string()),
  no_log: z.literal(true),
})
const play = z.array(z.object({ tasks: z.tuple([task], z.unknown()) }))
const tags = [{ tag: '!unsafe', resolve: (text: string) => text }]

const taskOf = (shown: typeof plan) =>
  play.parse(parse(ansiblePlaybook(shown), { customTags: tags }))[0]?.tasks[0]

test.each([
  ['plain', planOf([{ kind: 'create-selection', sourceId: 1, wanted: release('noble', 'amd64') }])],
  ['odd', plan],
])('the playbook with %s names contains the curl script', (_, shown) => {
  expect(taskOf(shown)?.vars.maas_script).toBe(curlScript(shown))
})

test('the playbook takes keys and keyrings from variables, and puts the key on no command line', () => {
  const { environment, 'ansible.builtin.command': command } = taskOf(plan) ?? {}
  expect(command?.stdin).toBe('export MAAS_API_KEY={{ maas_api_key | quote }}\n{{ maas_script }}\n')
  expect(environment).toEqual({ MAAS_URL: '{{ maas_url }}', KEYRING_FILE: '{{ maas_keyring_file }}' })
})

test('the plan of the present state creates each source with its selections, and is empty without sources', () => {
  const nothing = { ...release('focal', 'amd64'), labels: [] }
  const now = [sourceNow(4, STABLE, release('noble', 'amd64'), nothing), sourceNow(5, MIRROR)]
  expect(presentPlan('3.5.13', now).steps).toEqual([
    { kind: 'create-source', spec: { url: STABLE, ...KEYRING } },
    { kind: 'create-selection', sourceId: null, wanted: release('noble', 'amd64') },
    { kind: 'create-source', spec: { url: MIRROR, ...KEYRING } },
    { kind: 'import' },
  ])
  expect(presentPlan('3.5.13', []).steps).toEqual([])
})
