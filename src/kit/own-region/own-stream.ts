import { createServer, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { createCleartextMessage, generateKey, readCleartextMessage, sign, type PrivateKey } from 'openpgp'
import * as z from 'zod/mini'

/** A stream that the suite serves: a copy of the lists of another one, signed with a key of its own. */
export type OwnStream = {
  /** The address at which the region reaches it, with a slash at the end. */
  url: string
  /** Its public key, armored. */
  keyring: string
  /**
   * From now on it is a copy of the stream at this address: the same images with the same checksums, so a region that
   * changes to it downloads and removes nothing. Image files are redirected to the original.
   */
  copy(original: string): Promise<void>
  close(): Promise<void>
}

const INDEX = 'streams/v1/index.json'
const listedPaths = z.object({ index: z.record(z.string(), z.object({ path: z.string() })) })

/** Serves it on this machine, at the address from which the region at `maasUrl` is reached, or at `host`. */
export async function startOwnStream(maasUrl: string, host?: string): Promise<OwnStream> {
  const { privateKey, publicKey } = await generateKey({
    type: 'rsa',
    rsaBits: 3072,
    userIDs: [{ name: 'MAAS Images suite', email: 'suite@example.com' }],
    format: 'object',
  })
  const files = new Map<string, string>()
  let origin = ''
  const server = createServer(({ url = '/' }, answer) => {
    const path = decodeURIComponent(url.replace(/^\//, '').replace(/\?.*$/, ''))
    const text = files.get(path)
    if (text !== undefined) answer.writeHead(200, { 'content-type': 'text/plain' }).end(text)
    else redirect(answer, path, origin)
  })
  const address = host ?? (await addressTowards(maasUrl))
  server.listen(0, address)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const keyring = publicKey.armor()
  files.set('keyring.asc', keyring)
  return {
    url: `http://${address.includes(':') ? `[${address}]` : address}:${port}/`,
    keyring,
    async copy(stream) {
      const original = folderOf(stream)
      const copied = await signedCopy(original, privateKey)
      files.clear()
      files.set('keyring.asc', keyring)
      for (const [path, text] of copied) files.set(path, text)
      origin = original
    },
    async close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The address of a stream with one slash at its end, which MAAS 3.8 removes; an index file is left out. */
const folderOf = (address: string) =>
  `${address.replace(/\/streams\/v1\/index\.s?json$/, '').replace(/\/+$/, '')}/`

function redirect(answer: ServerResponse, path: string, origin: string): void {
  if (origin === '' || path.startsWith('streams/')) answer.writeHead(404).end()
  else answer.writeHead(302, { location: new URL(path, origin).href }).end()
}

/** The lists of the stream at `original` by path, unsigned (.json) and signed with the key (.sjson). */
async function signedCopy(original: string, key: PrivateKey): Promise<Map<string, string>> {
  const copy = new Map<string, string>()
  const add = async (path: string, text: string) => {
    copy.set(path, text)
    const signed = text.replaceAll(/(streams\/v1\/[^"]+)\.json"/g, '$1.sjson"')
    const message = await createCleartextMessage({ text: signed })
    copy.set(path.replace(/\.json$/, '.sjson'), await sign({ message, signingKeys: key }))
  }
  const index = await textOf(original, INDEX)
  await add(INDEX, index)
  const paths = Object.values(listedPaths.parse(JSON.parse(index)).index).map(({ path }) => path)
  for (const path of new Set(paths)) await add(path, await textOf(original, path))
  return copy
}

/** A list of a stream, which may have only signed lists. */
async function textOf(stream: string, path: string): Promise<string> {
  const plain = await fetch(new URL(path, stream))
  if (plain.ok) return plain.text()
  const signed = await fetch(new URL(path.replace(/\.json$/, '.sjson'), stream))
  if (!signed.ok) throw new Error(`${stream}${path} answers ${signed.status}`)
  const message = await readCleartextMessage({ cleartextMessage: await signed.text() })
  return message.getText().replaceAll(/(streams\/v1\/[^"]+)\.sjson"/g, '$1.json"')
}

/** The address of this machine in the network of the region. */
async function addressTowards(maasUrl: string): Promise<string> {
  const { hostname, port, protocol } = new URL(maasUrl)
  const socket = connect(Number(port) || (protocol === 'https:' ? 443 : 80), hostname.replace(/^\[|\]$/g, ''))
  await once(socket, 'connect')
  const { localAddress = '127.0.0.1' } = socket
  socket.destroy()
  return localAddress
}
