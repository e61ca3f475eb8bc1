import { parse } from '@cdktf/hcl2json'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { endState } from '#show-as/rules/end-state.ts'
import type { Plan, PlanStep } from '#show-as/rules/model.ts'
import { DATA, KEYRING, MIRROR, planOf, release, SETTINGS, sourceNow, STABLE } from '#testing/shown-plan.ts'
import { hclString } from './hcl-string.ts'
import { terraformText } from './terraform.ts'

const strings = z.array(z.string())
const selection = z.object({
  boot_source: z.union([z.string(), z.number()]),
  os: z.string(),
  release: z.string(),
  arches: strings,
  subarches: strings,
  labels: strings,
  depends_on: z.optional(strings),
})
const file = z.object({
  resource: z.optional(
    z.object({
      maas_boot_source: z.optional(z.record(z.string(), z.array(z.record(z.string(), z.string())))),
      maas_boot_source_selection: z.optional(z.record(z.string(), z.array(selection))),
    }),
  ),
  import: z.optional(z.array(z.object({ to: z.string(), id: z.string() }))),
})

/** What Terraform would make of the text, from the region that the plan starts from. */
async function readBack(plan: Plan) {
  const { resource, import: imports = [] } = file.parse(await parse('plan.tf', terraformText(plan)))
  const selections = Object.entries(resource?.maas_boot_source_selection ?? {}).flatMap(([name, list]) =>
    list.map(({ boot_source, depends_on = [], ...one }) => {
      const known = imports.find(({ to }) => to === `\${maas_boot_source_selection.${name}}`)
      return { ...one, imports: known?.id, at: boot_source, after: depends_on }
    }),
  )
  return { source: resource?.maas_boot_source?.['source']?.[0], selections }
}

const QUESTING = release('questing', 'amd64', 'arm64')
const steps: PlanStep[] = [
  { kind: 'create-selection', sourceId: 1, wanted: QUESTING },
  { kind: 'update-selection', sourceId: 1, id: 11, wanted: release('noble', 'arm64') },
  { kind: 'delete-selection', sourceId: 1, id: 10, os: 'ubuntu', release: 'jammy' },
  { kind: 'import' },
]

test('a save: Terraform takes over the source and the selections that stay, and creates the others', async () => {
  const { source, selections } = await readBack(planOf(steps))
  expect(source).toEqual({ url: STABLE, keyring_filename: KEYRING.keyring_filename })
  expect(selections).toEqual([
    { ...release('noble', 'arm64'), imports: '1:11', at: 1, after: ['${maas_boot_source.source}'] },
    { ...QUESTING, imports: undefined, at: 1, after: ['${maas_boot_source.source}'] },
  ])
  expect(terraformText(planOf(steps))).toContain('# Not in this file: ubuntu/jammy.')
})

test('settings are written one after the other, and nothing else is in the file', async () => {
  const setting = z.object({ key: z.string(), value: z.string(), depends_on: z.optional(strings) })
  const read = z.object({ maas_configuration: z.record(z.string(), z.tuple([setting])) })
  const shown = z.object({ resource: z.strictObject(read.shape) })
  const text = terraformText({ version: '3.8.0', before: [], steps: SETTINGS })
  const { maas_configuration: found } = shown.parse(await parse('plan.tf', text)).resource
  const [first, second] = SETTINGS
  expect(found).toEqual({
    [first.name]: [{ key: first.name, value: first.value.replace('${', '$$$${') }],
    [second.name]: [{ key: second.name, value: '', depends_on: [`\${maas_configuration.${first.name}}`] }],
  })
  expect(text).not.toContain('The provider does not set')
})

test('with several sources the provider manages selections only', async () => {
  const before = [
    sourceNow(1, STABLE, release('noble', 'amd64')),
    sourceNow(2, MIRROR, release('noble', 'arm64')),
  ]
  const { source, selections } = await readBack(planOf([], before))
  expect(source).toBeUndefined()
  expect(selections).toEqual([
    { ...release('noble', 'amd64'), imports: '1:10', at: 1, after: [] },
    { ...release('noble', 'arm64'), imports: '2:20', at: 2, after: [] },
  ])
})

test('the selections of a source that Terraform creates take its ID from the resource', async () => {
  const created: PlanStep[] = [
    { kind: 'create-source', spec: { url: MIRROR, ...KEYRING } },
    { kind: 'create-selection', sourceId: null, wanted: QUESTING },
  ]
  const { selections } = await readBack(planOf(created, []))
  expect(selections).toEqual([
    { ...QUESTING, imports: undefined, at: '${maas_boot_source.source.id}', after: [] },
  ])
})

test('keyring data is a file, and the text says that MAAS ignores it', async () => {
  const plan = planOf([{ kind: 'update-source', id: 1, spec: { url: MIRROR, ...DATA } }])
  const { source } = await readBack(plan)
  expect(source).toEqual({ url: MIRROR, keyring_data: '${filebase64(var.keyring_file)}' })
  expect(terraformText(plan)).not.toContain(DATA.keyring_data)
  expect(terraformText(plan)).toContain('in a form that MAAS ignores')
})

describe('the text says what the provider cannot do:', () => {
  test.each<[string, Plan, string]>([
    [
      'all architectures',
      planOf([{ kind: 'create-selection', sourceId: 1, wanted: release('x', '*') }]),
      'accepts only',
    ],
    ['priorities of 3.8', planOf(steps, undefined, '3.8.0'), 'does not set the name'],
    [
      'an architecture dropped on 3.8',
      planOf(
        [
          { kind: 'delete-selection', sourceId: 1, id: 11, os: 'ubuntu', release: 'noble' },
          { kind: 'create-selection', sourceId: 1, wanted: release('noble', 'arm64') },
        ],
        undefined,
        '3.8.0',
      ),
      'Delete these selections first: ubuntu/noble.',
    ],
    [
      'a replaced source',
      planOf([
        { kind: 'create-source', spec: { url: MIRROR, ...KEYRING } },
        { kind: 'delete-source', id: 1, url: STABLE },
      ]),
      `Not in this file: the deletion of the boot source ${STABLE}.`,
    ],
    [
      'one of several sources deleted',
      planOf(
        [{ kind: 'delete-source', id: 2, url: MIRROR }],
        [sourceNow(1, STABLE), sourceNow(2, MIRROR), sourceNow(3, 'http://c.example.com/')],
      ),
      `Not in this file: the deletion of the boot source ${MIRROR}.`,
    ],
  ])('%s', (_, plan, note) => expect(terraformText(plan)).toContain(note))
})

test('any names are read back as they are', async () => {
  const odd = fc.string({
    unit: fc.oneof(
      fc.constantFrom('"', '\\', '$', '%', '{', '}', '\n', '\t', '\u2028', 'é'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
  })
  const text = odd.filter((one) => !/\p{Cs}/u.test(one) && one === one.normalize('NFC'))
  const list = fc.uniqueArray(text, { minLength: 1, maxLength: 3 })
  const wanted = fc.record({ os: text, release: text, arches: list, subarches: list, labels: list })
  await fc.assert(
    fc.asyncProperty(wanted, text, async (one, url) => {
      const before = [sourceNow(1, url)]
      const plan = planOf([{ kind: 'create-selection', sourceId: 1, wanted: one }], before)
      const { source, selections } = await readBack(plan)
      expect(source?.['url'] === undefined ? '' : unescaped(source['url'])).toBe(url)
      const [then] = endState(plan)
      expect(selections.map(({ at: _at, after: _after, imports: _imports, ...read }) => deep(read))).toEqual(
        then?.selections.map(({ id: _id, ...wanted }) => wanted),
      )
    }),
    { numRuns: 60 },
  )
})

/** The reader returns strings as templates, in which `$${` stands for `${`. */
const unescaped = (text: string): string => text.replaceAll('$${', '${').replaceAll('%%{', '%{')
const deep = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, one: unknown) =>
    typeof one === 'string' ? unescaped(one) : one,
  ) as T

test.each([
  ['a', '"a"'],
  ['"\\', '"\\"\\\\"'],
  ['${x} %{y} $5', '"\\u0024{x} \\u0025{y} $5"'],
  ['\n', '"\\u000a"'],
])('%j as a string of Terraform', (text, quoted) => expect(hclString(text)).toBe(quoted))
