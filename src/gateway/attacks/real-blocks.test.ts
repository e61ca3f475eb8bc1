import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readKeyring } from '#streams/signatures/keyring.ts'
import { verifyClearsigned } from '#streams/signatures/verify.ts'
import { beginDigest } from '#gateway/sources/begin-digest.ts'
import { type Gnupg, startGnupg } from '#testing/gateway/real-gnupg.ts'
import { lacksTools, toolsHere } from '#testing/gateway/real-tools.ts'

/* Signature blocks that gpg does not make. The verdict for MAAS must agree with gpgv. */

const BEGIN = '-----BEGIN PGP SIGNATURE-----'
const END = '-----END PGP SIGNATURE-----\n'
const TEXT = '{\n "a": 1\n}\n'

type Parts = {
  readonly head: string
  readonly packet: Buffer
  readonly block: string
  readonly other: string
}

/** An armored block without a checksum. */
const armored = (bytes: Buffer, padded = true) => {
  const base64 = bytes.toString('base64')
  const body = (padded ? base64 : base64.replace(/=+$/, '')).replaceAll(/.{64}/g, '$&\n')
  return `${BEGIN}\n\n${body}\n${END}`
}
/** Adds a packet after the signature. Its length gives the base64 of both `padding` characters of padding. */
const withPacket = (packet: Buffer, tag: number, padding: 0 | 1 | 2) => {
  const bytes = (3 - padding) % 3
  const length = (((bytes - packet.length - 2) % 3) + 3) % 3
  return Buffer.concat([packet, Buffer.from([0xc0 | tag, length]), Buffer.alloc(length)])
}

const FILES: [what: string, file: (parts: Parts) => string, accepts: boolean | null][] = [
  ['padding and no checksum', ({ head, packet }) => head + armored(withPacket(packet, 60, 2)), true],
  ['neither checksum nor padding', ({ head, packet }) => head + armored(withPacket(packet, 60, 0)), false],
  ['padding cut off', ({ head, packet }) => head + armored(withPacket(packet, 60, 2), false), false],
  ['an unknown packet of kind 40', ({ head, packet }) => head + armored(withPacket(packet, 40, 1)), true],
  ['an unknown packet of kind 30', ({ head, packet }) => head + armored(withPacket(packet, 30, 1)), true],
  // gpgv refuses it; for such packets the page says that only the region can check the signature
  ['an encrypted packet', ({ head, packet }) => head + armored(withPacket(packet, 20, 1)), null],
  ['the same block again', ({ head, block }) => head + block + block, true],
  ['the same block again after other text', ({ head, block }) => `${head}${block}x\n${block}`, true],
  ['the block of another file after it', ({ head, block, other }) => head + block + other, false],
  ['a block after it that is cut off', ({ head, block }) => `${head}${block}${BEGIN}\n\niQEz\n`, false],
]

describe.skipIf(lacksTools)(`With GnuPG and gpgv (${toolsHere}):`, () => {
  let gnupg: Gnupg
  let folder: string
  let keyring: Buffer
  let parts: Parts

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blocks-'))
    gnupg = await startGnupg()
    const key = await gnupg.newKey('Streams')
    keyring = await gnupg.exportKeys([key])
    await writeFile(join(folder, 'keys.gpg'), keyring)
    const [head = '', rest = ''] = (await gnupg.clearsign(TEXT, [key])).split(BEGIN)
    const [, other = ''] = (await gnupg.clearsign('{}\n', [key])).split(BEGIN)
    const base64 = rest.split('\n\n')[1]?.split('\n=')[0] ?? ''
    parts = { head, packet: Buffer.from(base64, 'base64'), block: BEGIN + rest, other: BEGIN + other }
  }, 60_000)
  afterAll(async () => {
    await gnupg?.close()
    await rm(folder, { recursive: true, force: true })
  })

  for (const [what, file, accepts] of FILES) {
    test(`${what}: the verdict for MAAS agrees with gpgv`, async () => {
      const text = file(parts)
      const path = join(folder, `${what}.sjson`)
      await writeFile(path, text)
      const code = await gnupg.gpgv(join(folder, 'keys.gpg'), path)
      const { region, data } = await verifyClearsigned(text, await readKeyring(keyring), beginDigest)
      expect({ region: region.accepts, gpgv: code === 0, data }).toEqual({
        region: accepts,
        gpgv: accepts === true,
        data: TEXT.trimEnd(),
      })
    })
  }
})
