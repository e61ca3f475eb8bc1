import { createCleartextMessage, generateKey, sign, type PrivateKey } from 'openpgp'
import { readProducts, type Product } from '#streams/products.ts'
import { bootloaderFile, centosFile, largeFile, ubuntuFile, type ProductsFile } from './demo-products.ts'
import { CANDIDATE_NEWER, CANDIDATE_ONLY, UBUNTU } from './demo-releases.ts'

/** A stream as it is served, and what it says. */
export type StreamTree = {
  /** Path below the source's URL -> content: `streams/v1/index.sjson`, … */
  readonly files: ReadonlyMap<string, string>
  /** Makes the files; without it they are there from the start. */
  readonly prepare?: () => Promise<void>
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

/**
 * The streams of the embedded region, signed with a key that lives as long as the process. Made once; what costs most,
 * `large`, when it is asked for: its products at their first use, its files by `prepare`.
 */
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
  const stableFiles = once(() => [...common('stable', UPDATED), ubuntuFile('stable', UBUNTU, UPDATED)])
  const stable = tree(`${MAAS_IO}/stable/`, UPDATED, privateKey, stableFiles)
  const candidate = tree(`${MAAS_IO}/candidate/`, CANDIDATE_UPDATED, privateKey, () => [
    ...common('candidate', CANDIDATE_UPDATED),
    ubuntuFile('candidate', [...UBUNTU.map(promoted), CANDIDATE_ONLY], CANDIDATE_UPDATED),
  ])
  const large = tree('http://mirror.example.com/large/', UPDATED, privateKey, () => [
    ...stableFiles(),
    largeFile(UPDATED),
  ])
  await Promise.all([stable.prepare(), candidate.prepare()])
  return {
    keyring: publicKey.write(),
    armoredKeyring: publicKey.armor(),
    trees: { stable, candidate, large },
  }
}

const common = (label: string, updated: string) => [
  bootloaderFile(label, updated),
  centosFile(label, updated),
]

function promoted(release: (typeof UBUNTU)[number]): (typeof UBUNTU)[number] {
  const newer = CANDIDATE_NEWER[release.release]
  return newer === undefined ? release : { ...release, serials: [newer, ...release.serials].slice(0, 4) }
}

/** A tree that is made as far as it is used, and once. */
function tree(
  url: string,
  updated: string,
  key: PrivateKey,
  contents: () => readonly ProductsFile[],
): StreamTree & { prepare: () => Promise<void> } {
  const content = once(contents)
  const products = once(() => content().flatMap((file) => readProducts(file).products))
  const files = new Map<string, string>()
  const prepare = once(() => fill(files, content(), updated, key))
  return {
    url,
    files,
    prepare,
    get products() {
      return products()
    },
  }
}

async function fill(
  files: Map<string, string>,
  contents: readonly ProductsFile[],
  updated: string,
  key: PrivateKey,
): Promise<void> {
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
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
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
