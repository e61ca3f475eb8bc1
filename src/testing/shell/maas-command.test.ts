import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { quote } from '#lib/text/shell-text.ts'
import { recordingsIn, type Exchange } from '#testing/recorded/recording.ts'
import { createShellPlace, type ShellPlace } from './run-shell.ts'

/* The stand-in for the `maas` command sends what the command was recorded to send, and ends as it did. */

let place: ShellPlace
beforeAll(async () => {
  place = await createShellPlace()
})
afterAll(() => place.remove())

/** The commands that are shown on the page, and the reads of scripts. */
const SHOWN = /^maas admin (boot-source\S* |boot-resources (import|stop-import|is-importing)$|maas )/

const partsOf = ({ body }: Exchange) => (body && 'base64Parts' in body ? body.base64Parts : [])

/** The command of an exchange; its note is cut off after 80 characters, so the fields come from the request. */
function commandOf({ note = '', ...exchange }: Exchange): string {
  const words = note.split(' ').slice(2)
  const first = words.findIndex((word) => word.includes('='))
  const fields = partsOf({ note, ...exchange }).map(([name, value]) =>
    typeof value === 'string' ? `${name}=${value}` : `${name}@=${place.file(name, new Uint8Array(value))}`,
  )
  const asked = new URL(exchange.ask.split(' ')[1] ?? '', 'http://maas/').searchParams
  const read = [...asked].filter(([name]) => name !== 'op').map(([name, value]) => `${name}=${value}`)
  return [
    'maas admin',
    ...words.slice(0, first === -1 ? undefined : first),
    ...[...read, ...fields].map(quote),
  ].join(' ')
}

async function sentOf(incoming: IncomingMessage) {
  const { method, url = '', headers } = incoming
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const type = headers['content-type'] ?? ''
  const form =
    type === ''
      ? []
      : [...(await new Response(Buffer.concat(chunks), { headers: { 'content-type': type } }).formData())]
  const parts = form.map(async ([name, value]) =>
    typeof value === 'string' ? [name, value] : [name, [...new Uint8Array(await value.arrayBuffer())]],
  )
  return {
    ask: `${method} ${url.replace('/MAAS/api/2.0/', '')}`,
    parts: await Promise.all(parts),
    signed: headers.authorization?.includes('oauth_signature="%26secret"'),
  }
}

test('for every recorded command about boot sources, selections, imports and settings', async () => {
  const [recording] = recordingsIn('src/simulator/recorded').filter(({ name }) => name === 'command-line')
  const exchanges = recording?.exchanges.filter(({ note = '' }) => SHOWN.test(note)) ?? []
  expect(exchanges.length).toBeGreaterThan(15)
  const sent: unknown[] = []
  let status = 200
  const server = createServer((incoming, outgoing) => {
    void sentOf(incoming).then((one) => {
      sent.push(one)
      outgoing.writeHead(status).end(status === 204 ? undefined : 'the answer')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/MAAS`,
    apiKey: 'consumer:token:secret',
    writes: [],
    close: async () => {},
  }
  const ended: unknown[] = []
  for (const exchange of exchanges) {
    status = Number(exchange.answer.slice(0, 3))
    const { code, output } = await place.run('sh', commandOf(exchange), port)
    ended.push({ code, output })
  }
  server.close()
  expect(sent).toEqual(exchanges.map((one) => ({ ask: one.ask, parts: partsOf(one), signed: true })))
  expect(ended).toEqual(
    exchanges.map(({ answer }) => ({
      code: answer.startsWith('2') ? 0 : 2,
      output: answer.startsWith('204') ? '' : 'the answer\n',
    })),
  )
})
