import { type DemoKey, newDemoKey } from './demo-key.ts'
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

/** `other` signs only the stream `other-key`. */
export type DemoKeys = { readonly demo: DemoKey; readonly other: DemoKey }

const MIRRORS = 'http://mirror.example.com'
let made: Promise<SignedStreams> | undefined

/**
 * The streams of the embedded region, signed with keys that live as long as the process. They are created once.
 * Those that are rarely needed (`large`, the mirrors, `other-key`) are created on demand: their products at
 * first use, their files by `prepare`.
 */
export const demoStreams = (): Promise<SignedStreams> => (made ??= make())

const make = async () => streamsOf({ ...(await newDemoKeys()), now: Date.now() })

/** New keys for the streams. */
export async function newDemoKeys(): Promise<DemoKeys> {
  const [demo, other] = await Promise.all([
    newDemoKey('MAAS Images demo streams', 'demo@example.com'),
    newDemoKey('Example mirror', 'mirror@example.com'),
  ])
  return { demo, other }
}

/** The streams as they are at a time, ms, signed with these keys. The same time gives the same texts. */
export async function streamsOf({
  demo,
  other,
  now,
}: DemoKeys & { readonly now: number }): Promise<SignedStreams> {
  // as old as those of maas.io usually are; an index that is much older is stale
  const [updated, candidateUpdated] = [daysBefore(now, 3), daysBefore(now, 1)]
  const stableFiles = once(() => [...common('stable', updated), ubuntuFile('stable', UBUNTU, updated)])
  const stable = signedTree(MAAS_IO.stable, updated, demo.key, stableFiles)
  const candidate = signedTree(MAAS_IO.candidate, candidateUpdated, demo.key, () => [
    ...common('candidate', candidateUpdated),
    ubuntuFile('candidate', [...UBUNTU.map(promoted), CANDIDATE_ONLY], candidateUpdated),
  ])
  const large = signedTree(`${MIRRORS}/large/`, updated, demo.key, () => [
    ...stableFiles(),
    largeFile(updated),
  ])
  const otherKey = signedTree(`${MIRRORS}/other/`, updated, other.key, () => [
    bootloaderFile('stable', updated),
    ubuntuFile('stable', amd64Of(['jammy', 'noble']), updated),
  ])
  await Promise.all([stable.prepare(), candidate.prepare()])
  return {
    keyring: demo.binary,
    armoredKeyring: demo.armored,
    otherKeyring: other.binary,
    armoredOtherKeyring: other.armored,
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

const daysBefore = (now: number, days: number) =>
  new Date(now - days * 86_400_000).toUTCString().replace('GMT', '+0000')

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
