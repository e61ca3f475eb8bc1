import { createCleartextMessage, generateKey, sign, type PrivateKey } from 'openpgp'
import { readProducts, type Product } from '#streams/products.ts'
import { bootloaderFile, centosFile, largeFile, ubuntuFile, type ProductsFile } from './demo-products.ts'
import { CANDIDATE_NEWER, CANDIDATE_ONLY, UBUNTU } from './demo-releases.ts'

/** A stream as it is served, and what it says. */
export type StreamTree = {
  /** Path below the source's URL -> content: `streams/v1/index.sjson`, … */
  readonly files: ReadonlyMap<string, string>
  readonly products: readonly Product[]
  /** The address it stands for, with a slash at the end. */
  readonly url: string
}

export type DemoStreams = {
  /** Public keys, binary as gpgv wants them. */
  readonly keyring: Uint8Array
  readonly armoredKeyring: string
  readonly trees: Readonly<Record<'stable' | 'candidate' | 'large', StreamTree>>
}

const MAAS_IO = 'http://images.maas.io/ephemeral-v3'
const UPDATED = 'Thu, 23 Jul 2026 08:01:49 +0000'
const CANDIDATE_UPDATED = 'Tue, 04 Aug 2026 07:30:12 +0000'

let made: Promise<DemoStreams> | undefined

/** The streams of the embedded region, signed with a key that lives as long as the process. Made once. */
export const demoStreams = (): Promise<DemoStreams> => (made ??= make())

async function make(): Promise<DemoStreams> {
  const { privateKey, publicKey } = await generateKey({
    // the form of Ed25519 that every gpgv knows
    type: 'ecc',
    curve: 'ed25519Legacy',
    userIDs: [{ name: 'MAAS Images demo streams', email: 'demo@example.com' }],
    // before now, so that a clock a little behind takes it for good
    date: new Date(Date.now() - 86_400_000),
    format: 'object',
  })
  const common = (label: string, updated: string) => [
    bootloaderFile(label, updated),
    centosFile(label, updated),
  ]
  const candidates = [...UBUNTU.map(promoted), CANDIDATE_ONLY]
  const [stable, candidate, large] = await Promise.all([
    tree(`${MAAS_IO}/stable/`, UPDATED, privateKey, [
      ...common('stable', UPDATED),
      ubuntuFile('stable', UBUNTU, UPDATED),
    ]),
    tree(`${MAAS_IO}/candidate/`, CANDIDATE_UPDATED, privateKey, [
      ...common('candidate', CANDIDATE_UPDATED),
      ubuntuFile('candidate', candidates, CANDIDATE_UPDATED),
    ]),
    tree('http://mirror.example.com/large/', UPDATED, privateKey, [
      ...common('stable', UPDATED),
      ubuntuFile('stable', UBUNTU, UPDATED),
      largeFile(UPDATED),
    ]),
  ])
  return {
    keyring: publicKey.write(),
    armoredKeyring: publicKey.armor(),
    trees: { stable, candidate, large },
  }
}

function promoted(release: (typeof UBUNTU)[number]): (typeof UBUNTU)[number] {
  const newer = CANDIDATE_NEWER[release.release]
  return newer === undefined ? release : { ...release, serials: [newer, ...release.serials].slice(0, 4) }
}

async function tree(
  url: string,
  updated: string,
  key: PrivateKey,
  contents: readonly ProductsFile[],
): Promise<StreamTree> {
  const files = new Map<string, string>()
  const add = async (path: string, plain: string, signed: string) => {
    files.set(`${path}.json`, plain)
    files.set(`${path}.sjson`, await clearsign(signed, key))
  }
  for (const content of contents) {
    const text = serialise(content)
    await add(`streams/v1/${content.content_id}`, text, text)
  }
  // the signed index points at the signed files, that is all that differs
  await add(
    'streams/v1/index',
    serialise(indexOf(contents, updated, 'json')),
    serialise(indexOf(contents, updated, 'sjson')),
  )
  return { url, files, products: contents.flatMap((content) => readProducts(content).products) }
}

const indexOf = (contents: readonly ProductsFile[], updated: string, ending: string) => ({
  format: 'index:1.0',
  index: Object.fromEntries(
    contents.map((content) => [
      content.content_id,
      {
        datatype: content.datatype,
        format: content.format,
        path: `streams/v1/${content.content_id}.${ending}`,
        products: Object.keys(content.products).sort(),
        updated: content.updated,
      },
    ]),
  ),
  updated,
})

const serialise = (content: unknown): string => `${JSON.stringify(content, null, 1)}\n`

const clearsign = async (text: string, key: PrivateKey): Promise<string> =>
  sign({ message: await createCleartextMessage({ text }), signingKeys: key })
