import { PacketList, readSignature, Signature, type SignaturePacket } from 'openpgp'
import { clearsign, type Pair } from '#testing/streams/signature-fixtures.ts'
import { fileItem, indexOf, pathOf, productsFile, ubuntuProduct } from '#testing/streams/sound-stream.ts'

/** The files of a source, by path below its root; its address ends with the first of them. */
export type HostileSource = ReadonlyMap<string, Buffer>

const HEAD = '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n'
const SIGNED = 'streams/v1/index.sjson'
const UNSIGNED = 'streams/v1/index.json'
const BOOK_KEEPING = '.data/references.json'
const NAME = 'com.ubuntu.maas.stable:v3:boot:24.04:amd64'

/**
 * Sources that try to stop their reader, by name; each is made on demand. Their signatures are copied from another file,
 * so they need no private key.
 * @param bytes of the large files
 */
export async function hostileStreams(
  key: Pair,
  bytes: number,
): Promise<ReadonlyMap<string, () => HostileSource>> {
  const signatures = await signaturesOf(key)
  const room = bytes - 100_000
  const lines = (line: string) => line.repeat(Math.floor(room / line.length))
  const signed = (body: string, count: number) =>
    source({ [SIGNED]: Buffer.from(HEAD + body + signatures(count)) })
  const plain = `{"a":"${'x'.repeat(70)}"},\n`
  return new Map([
    ['150 signatures', () => signed(lines(plain), 150)],
    ['8 signatures', () => signed(lines(plain), 8)],
    ['one line', () => signed(`{"index":"${'x'.repeat(room)}"}`, 8)],
    ['one line of wide characters', () => signed(`{"index":"\u{1f4bf}${'x'.repeat(room)}"}`, 8)],
    ['lines that begin with a dash', () => signed(lines('- -\n'), 8)],
    ['empty lines', () => signed(lines('\n'), 8)],
    ['many brackets', () => signed(lines('['), 1)],
    ['1,900,000 values', () => unsigned(`{"index":{"a":[${list(950_000, (at) => `{"a":"x${at}"}`)}]}}`)],
    [
      '100,000 ignored entries',
      () => unsigned(`{"format":"index:1.0","index":{${list(100_000, (at) => `"e${at}":{"path":${at}}`)}}}`),
    ],
    ['100,000 products', () => products(many(100_000, (at) => ({ release: `r${at}` })))],
    ['100,000 ignored files', () => products({ one: manyFiles(100_000) })],
    ['5,500 images', () => products(many(5_500, image))],
    ['250,000 kept files', () => keeping(250_000)],
  ])
}

/** Makes an armored block with this number of signatures. */
async function signaturesOf(key: Pair): Promise<(count: number) => string> {
  const file = await clearsign(key)
  const armored = file.slice(file.indexOf('-----BEGIN PGP SIGNATURE'))
  const [packet] = (await readSignature({ armoredSignature: armored })).packets
  if (!packet) throw new Error('The file is not signed.')
  return (count) => {
    const packets = new PacketList<SignaturePacket>()
    for (let at = 0; at < count; at += 1) packets.push(packet)
    return `\n${new Signature(packets).armor()}`
  }
}

const source = (files: Readonly<Record<string, Buffer>>): HostileSource => new Map(Object.entries(files))

const unsigned = (text: string) => source({ [UNSIGNED]: Buffer.from(text) })

const products = (all: object) =>
  source({
    [UNSIGNED]: Buffer.from(JSON.stringify(indexOf(['x']))),
    [pathOf('x')]: Buffer.from(JSON.stringify(productsFile('x', all))),
  })

const list = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at)).join()

const many = <T>(count: number, make: (at: number) => T): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${NAME}:${at}`, make(at)]))

const manyFiles = (count: number) =>
  ubuntuProduct({
    versions: {
      20260901: {
        items: Object.fromEntries(
          Array.from({ length: count }, (_, at) => [`f${at}`, { ftype: 'squashfs', path: at }]),
        ),
      },
    },
  })

/** An image with the largest answer for its length. */
const image = (at: number) => {
  const folder = `release-${at}/20260901`
  const items = ['squashfs', 'boot-kernel', 'boot-initrd'].map((type) => [
    type,
    fileItem(type, `${folder}/${type}`),
  ])
  return ubuntuProduct({
    release: `release-${at}`,
    versions: { 20260901: { items: Object.fromEntries(items) } },
  })
}

/** A mirror that lists one image, with book-keeping of this many files. */
const keeping = (count: number): HostileSource =>
  new Map([
    ...products({ [NAME]: ubuntuProduct() }),
    [BOOK_KEEPING, Buffer.from(`{${list(count, (at) => `"a/folder/file-${at}":[]`)}}`)],
  ])
