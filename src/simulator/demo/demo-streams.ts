import { generateKey } from 'openpgp'
import { mirrorOf } from './demo-mirror.ts'
import { bootloaderFile, centosFile, largeFile, ubuntuFile } from './demo-products.ts'
import { CANDIDATE_NEWER, CANDIDATE_ONLY, UBUNTU } from './demo-releases.ts'
import { once, signedTree, type SigningKey, type StreamTree } from '#simulator/rules/stream-tree.ts'
import { MAAS_IO } from '#selections/maas-io.ts'

export type DemoName = 'stable' | 'candidate' | 'large' | 'mirror' | 'plain-mirror' | 'other-key'

export type DemoStreams = {
  /** Public key of all streams but `other-key`, in the binary form that gpgv needs, and armored. */
  readonly keyring: Uint8Array
  readonly armoredKeyring: string
  /** Public key of `other-key`. */
  readonly otherKeyring: Uint8Array
  readonly armoredOtherKeyring: string
  readonly trees: Readonly<Record<DemoName, StreamTree>>
}
/** With the keys that sign them. */
export type SignedStreams = DemoStreams & {
  readonly keys: { readonly demo: SigningKey; readonly other: SigningKey }
}

const MIRRORS = 'http://mirror.example.com'
/** As old as those of maas.io usually are; an index that is much older is stale. */
const daysAgo = (days: number) =>
  new Date(Date.now() - days * 86_400_000).toUTCString().replace('GMT', '+0000')
const UPDATED = daysAgo(3)
const CANDIDATE_UPDATED = daysAgo(1)

let made: Promise<SignedStreams> | undefined

/**
 * The streams of the embedded region, signed with keys that live as long as the process. They are created once.
 * Those that are rarely needed (`large`, the mirrors, `other-key`) are created on demand: their products at
 * first use, their files by `prepare`.
 */
export const demoStreams = (): Promise<SignedStreams> => (made ??= make())

async function make(): Promise<SignedStreams> {
  const [demo, other] = await Promise.all([
    newKey('MAAS Images demo streams', 'demo@example.com'),
    newKey('Example mirror', 'mirror@example.com'),
  ])
  const stableFiles = once(() => [...common('stable', UPDATED), ubuntuFile('stable', UBUNTU, UPDATED)])
  const stable = signedTree(MAAS_IO.stable, UPDATED, demo.key, stableFiles)
  const candidate = signedTree(MAAS_IO.candidate, CANDIDATE_UPDATED, demo.key, () => [
    ...common('candidate', CANDIDATE_UPDATED),
    ubuntuFile('candidate', [...UBUNTU.map(promoted), CANDIDATE_ONLY], CANDIDATE_UPDATED),
  ])
  const large = signedTree(`${MIRRORS}/large/`, UPDATED, demo.key, () => [
    ...stableFiles(),
    largeFile(UPDATED),
  ])
  const otherKey = signedTree(`${MIRRORS}/other/`, UPDATED, other.key, () => [
    bootloaderFile('stable', UPDATED),
    ubuntuFile('stable', amd64Of(['jammy', 'noble']), UPDATED),
  ])
  await Promise.all([stable.prepare(), candidate.prepare()])
  return {
    keyring: demo.binary,
    armoredKeyring: demo.armoured,
    otherKeyring: other.binary,
    armoredOtherKeyring: other.armoured,
    keys: { demo: demo.key, other: other.key },
    trees: {
      stable,
      candidate,
      large,
      mirror: mirrorOf(stable, stableFiles, { url: `${MIRRORS}/ubuntu/`, hidesDotFiles: false }),
      'plain-mirror': mirrorOf(stable, stableFiles, { url: `${MIRRORS}/plain/`, hidesDotFiles: true }),
      'other-key': otherKey,
    },
  }
}

async function newKey(name: string, email: string) {
  const { privateKey, publicKey } = await generateKey({
    // the form of Ed25519 that every gpgv supports
    type: 'ecc',
    curve: 'ed25519Legacy',
    userIDs: [{ name, email }],
    // in the past, so that a slightly late clock accepts it
    date: new Date(Date.now() - 86_400_000),
    format: 'object',
  })
  return {
    // only the packet, because the rest of a keyring depends on the tool that wrote it
    key: { secret: privateKey, public: publicKey.keyPacket.write() },
    binary: publicKey.write(),
    armoured: publicKey.armor(),
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

const amd64Of = (names: readonly string[]) =>
  UBUNTU.filter(({ release }) => names.includes(release)).map((release) => ({
    ...release,
    arches: { amd64: release.arches['amd64'] ?? '' },
  }))
