import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'

/*
 * Stands in for MAAS's command line, `maas PROFILE boot-sources create url=…`, which is not on the package registries.
 * Its arguments, requests and exit codes are those recorded from MAAS 3.5.13. The profile is in two variables instead
 * of a database: MAAS_URL and MAAS_API_KEY. A program of its own: it imports nothing of this repository.
 */

type Sent =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly bytes: Buffer }

/** The name of a section for one thing or for a list, the IDs in its path, and how a request of it is named. */
const SECTIONS: Record<string, { ids: readonly string[]; actions: Record<string, string> }> = {
  'boot-sources': { ids: ['boot-sources'], actions: { read: 'GET', create: 'POST' } },
  'boot-source': { ids: ['boot-sources', 'id'], actions: { read: 'GET', update: 'PUT', delete: 'DELETE' } },
  'boot-source-selections': {
    ids: ['boot-sources', 'id', 'selections'],
    actions: { read: 'GET', create: 'POST' },
  },
  'boot-source-selection': {
    ids: ['boot-sources', 'id', 'selections', 'id'],
    actions: { read: 'GET', update: 'PUT', delete: 'DELETE' },
  },
  'boot-resources': {
    ids: ['boot-resources'],
    actions: {
      read: 'GET',
      'is-importing': 'GET is_importing',
      import: 'POST import',
      'stop-import': 'POST stop_import',
    },
  },
  maas: { ids: ['maas'], actions: { 'get-config': 'GET get_config', 'set-config': 'POST set_config' } },
  'boot-resource': { ids: ['boot-resources', 'id'], actions: { read: 'GET', delete: 'DELETE' } },
}

const [, , profile = '', section = '', action = '', ...given] = process.argv
const { ids, actions } = SECTIONS[section] ?? { ids: [], actions: {} }
const [method, op] = actions[action]?.split(' ') ?? []
if (profile === '' || method === undefined) fail(`maas: invalid choice: ${section} ${action}`)
const places = ids.map((part) => (part === 'id' ? numberOf(given.shift()) : part))
const fields = given.map(fieldOf)
const url = new URL(`${process.env['MAAS_URL']}/api/2.0/${places.join('/')}/`)
if (op !== undefined) url.searchParams.set('op', op)
const isRead = method === 'GET' || method === 'DELETE'
if (isRead) for (const one of fields) url.searchParams.append(one.name, 'text' in one ? one.text : '')
const boundary = `===============${randomBytes(8).readBigUInt64BE()}==`
const body = isRead || fields.length === 0 ? '' : multipart(fields)

const asked = request(url, { method, headers: headers() }, (answer) => {
  const chunks: Buffer[] = []
  answer.on('data', (chunk: Buffer) => chunks.push(chunk))
  answer.on('end', () => {
    const text = Buffer.concat(chunks).toString()
    process.stdout.write(text === '' ? '' : `${text}\n`)
    process.exitCode = Math.floor((answer.statusCode ?? 500) / 100) === 2 ? 0 : 2
  })
})
asked.on('error', (error) => fail(error.message))
asked.end(body)

function headers(): Record<string, string> {
  const [consumer, token, secret] = (process.env['MAAS_API_KEY'] ?? '').split(':')
  const signed: Record<string, string> = {
    oauth_nonce: randomBytes(16).toString('hex'),
    oauth_timestamp: process.env['MAAS_TIME'] ?? '',
    oauth_version: '1.0',
    oauth_signature_method: 'PLAINTEXT',
    oauth_consumer_key: consumer ?? '',
    oauth_token: token ?? '',
    oauth_signature: `%26${secret}`,
  }
  const parts = Object.entries(signed).map(([name, value]) => `${name}="${value}"`)
  return {
    authorization: `OAuth ${parts.join(', ')}`,
    ...(body !== '' && { 'content-type': `multipart/form-data; boundary="${boundary}"` }),
  }
}

/** Every part as base64, the way the command line encodes it. */
function multipart(sent: readonly Sent[]): string {
  const parts = sent.map((one) => {
    const isFile = 'bytes' in one
    const type = isFile ? 'application/octet-stream' : 'text/plain; charset="utf-8"'
    const filename = isFile ? `; filename="${one.name}"` : ''
    const content = (isFile ? one.bytes : Buffer.from(one.text)).toString('base64')
    return [
      `--${boundary}`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: form-data; name="${one.name}"${filename}`,
      'MIME-Version: 1.0',
      `Content-Type: ${type}`,
      '',
      content,
      '',
    ].join('\r\n')
  })
  return `${parts.join('\r\n')}\r\n--${boundary}--`
}

/** `name=value`, or `name@=path` for the content of a file. */
function fieldOf(argument: string): Sent {
  const [, name = '', what = '', value = ''] = /^([^=@]*)(@?=)([^]*)$/.exec(argument) ?? []
  if (what === '') fail(`${argument} is not a name=value or name@=filename pair`)
  return what === '=' ? { name, text: value } : { name, bytes: readFileSync(value) }
}

function numberOf(argument = ''): string {
  if (argument === '') fail('maas: error: the following arguments are required: id')
  return encodeURIComponent(argument)
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}
