import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { format } from 'oxfmt'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { aFile } from '#testing/selection-files.ts'
import { selectionFileSchema } from './selection-file-schema.ts'
import { selectionFile } from './selection-file.ts'

const PUBLISHED = new URL('../../public/selection-file.schema.json', import.meta.url)
const STYLE = new URL('../../.oxfmtrc.json', import.meta.url)
const DOCUMENT = new URL('../../docs/selection-file.md', import.meta.url)

const schema = async () => JSON.parse(await readFile(PUBLISHED, 'utf8')) as object
const compile = async () => new Ajv2020({ strict: false, validateFormats: false }).compile(await schema())
let compiled: ReturnType<typeof compile> | undefined

// `npx vitest run src/contract/selection-file.test.ts -u` writes it again
test('the published JSON Schema is made from the type', async () => {
  const made = JSON.stringify(selectionFileSchema(), null, 2)
  const { printWidth } = z.object({ printWidth: z.number() }).parse(JSON.parse(await readFile(STYLE, 'utf8')))
  const { code } = await format(PUBLISHED.pathname, made, { printWidth })
  await expect(code).toMatchFileSnapshot(PUBLISHED.pathname)
})

test('the example of the documentation is valid by the schema and by the type', async () => {
  const text = await readFile(DOCUMENT, 'utf8')
  const [, example = ''] = /```json\n([^]*?)```/.exec(text) ?? []
  const value: unknown = JSON.parse(example)
  const validate = await (compiled ??= compile())
  validate(value)
  expect(validate.errors).toBeNull()
  expect(z.safeParse(selectionFile, value).success).toBe(true)
})

test('the schema describes every field that needs words', async () => {
  const text = JSON.stringify(await schema())
  expect(text.match(/"description":/g)).toHaveLength(15)
})

test('the documentation names every field of the schema', async () => {
  const text = await readFile(DOCUMENT, 'utf8')
  const names = [...JSON.stringify(await schema()).matchAll(/"required":\[(.*?)\]/g)].flatMap(
    ([, list = '']) => JSON.parse(`[${list}]`) as string[],
  )
  expect(names.length).toBeGreaterThan(10)
  const missing = names.filter((name) => !new RegExp(`\`(\\w+\\.)?${name}\``).test(text))
  expect(missing.filter((name) => name !== 'exported')).toEqual([])
})

const [source] = aFile().sources
const withSource = (part: object) => ({ ...aFile(), sources: [{ ...source, ...part }] })

test.each<[string, unknown, boolean]>([
  ['a file', aFile(), true],
  ['no source', { ...aFile(), sources: [] }, false],
  ['a newer version', { ...aFile(), version: 2 }, false],
  ['an unknown field', { ...aFile(), comment: '' }, false],
  ['no selections of a source', withSource({ selections: [] }), true],
  ['a password in an address', withSource({ url: 'http://a:b@c.example.com/' }), false],
  ['an ftp address', withSource({ url: 'ftp://c.example.com/' }), false],
  ['keyring data that is not base64', withSource({ keyring_data: '-----' }), false],
  ['no date', { ...aFile(), exported: { at: 'today', maas: '' } }, false],
])('schema and type agree on %s', async (_, value, valid) => {
  const validate = await (compiled ??= compile())
  expect([validate(value), z.safeParse(selectionFile, value).success]).toEqual([valid, valid])
})
