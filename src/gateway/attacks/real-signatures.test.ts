import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogue, type CatalogueSignature, problem } from '#contract/gateway.ts'
import { startEmbeddedRegion, type EmbeddedRegion } from '#testing/embedded-region.ts'
import { type Gnupg, startGnupg } from '#testing/gateway/real-gnupg.ts'
import { type Nginx, startNginx } from '#testing/gateway/real-nginx.ts'
import { INDEX, indexText, PRODUCTS, productsText } from '#testing/gateway/real-stream.ts'
import { lacksTools, toolsHere } from '#testing/gateway/real-tools.ts'
import { type Gateway, startGateway } from '#gateway/server.ts'

/*
 * Streams signed with GnuPG, served by nginx, read by the gateway. What the gateway predicts for MAAS is compared with
 * what gpgv, which MAAS uses, does with the same files.
 */

const SLOW = 60_000
const LONG_AGO = '20200101T000000'
const THEN = '20200601T000000'
const FAR_AHEAD = '20400101T000000'

const KEYS = {
  rsa: { at: LONG_AGO },
  stranger: { algorithm: 'ed25519' },
  ed25519: { algorithm: 'ed25519' },
  dsa1024: { algorithm: 'dsa1024' },
  withSubkey: { algorithm: 'ed25519', usage: 'cert' },
  expired: { algorithm: 'ed25519', expires: '1y', at: LONG_AGO },
  revoked: { algorithm: 'ed25519' },
} as const
type Name = keyof typeof KEYS

type Recipe = {
  by: readonly Name[]
  /** Absent: the keys that signed. */
  keyring?: readonly Name[]
  options?: readonly string[]
  at?: string
  /** This file is changed after it was signed. */
  spoiled?: string
}

const SIGNED: [what: string, verdict: CatalogueSignature['verdict'], recipe: Recipe][] = [
  ['an RSA key', 'valid', { by: ['rsa'] }],
  ['one key of a keyring with several', 'valid', { by: ['rsa'], keyring: ['stranger', 'dsa1024', 'rsa'] }],
  ['an Ed25519 key', 'valid', { by: ['ed25519'] }],
  ['a signing subkey', 'valid', { by: ['withSubkey'] }],
  ['two signers', 'valid', { by: ['rsa', 'ed25519'] }],
  ['two signers, one of them unknown', 'unknown-key', { by: ['rsa', 'stranger'], keyring: ['rsa'] }],
  ['a key that the keyring does not hold', 'unknown-key', { by: ['rsa'], keyring: ['stranger'] }],
  ['an index that was changed', 'bad', { by: ['rsa'], spoiled: INDEX }],
  ['a product file that was changed', 'bad', { by: ['rsa'], spoiled: PRODUCTS }],
  ['a key that expired after it signed', 'expired', { by: ['expired'], at: THEN }],
  [
    'a signature that has expired',
    'expired',
    { by: ['rsa'], options: ['--default-sig-expire', '1d'], at: THEN },
  ],
  ['a key that was revoked', 'revoked', { by: ['revoked'] }],
  ['a signature from the future', 'bad', { by: ['rsa'], at: FAR_AHEAD }],
  [
    'a signature older than its key',
    'bad',
    { by: ['ed25519'], options: ['--ignore-time-conflict', '--ignore-valid-from'], at: THEN },
  ],
  ['the digest SHA-1', 'weak', { by: ['rsa'], options: ['--digest-algo', 'SHA1'] }],
  ['a DSA key of 1024 bits', 'weak', { by: ['dsa1024'] }],
]

describe.skipIf(lacksTools)(`With GnuPG, gpgv and nginx (${toolsHere}):`, () => {
  let gnupg: Gnupg
  let nginx: Nginx
  let simulator: EmbeddedRegion
  let gateway: Gateway
  let folder: string
  let fingerprints: Record<Name, string>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keyrings-'))
    gnupg = await startGnupg()
    nginx = await startNginx()
    simulator = await startEmbeddedRegion({ scenario: 'fresh' })
    gateway = await startGateway({
      maasUrl: simulator.maasUrl,
      credentials: { kind: 'fixed', apiKey: simulator.apiKey },
      streams: { allow: [nginx.host] },
      keyringFile: async () => ({ state: 'elsewhere' }),
    })
    const made: [string, string][] = []
    for (const [name, options] of Object.entries(KEYS)) made.push([name, await gnupg.newKey(name, options)])
    fingerprints = Object.fromEntries(made) as Record<Name, string>
    await gnupg.addSigningSubkey(fingerprints.withSubkey, 'ed25519')
  }, SLOW)
  afterAll(async () => {
    await gateway?.close()
    await simulator?.close()
    await nginx?.close()
    await gnupg?.close()
    await rm(folder, { recursive: true, force: true })
  })

  const exported = (names: readonly Name[]) => names.map((name) => fingerprints[name])

  /** Signs and serves the stream below `/name/`; returns the keys to check it with, as gpg exports them. */
  async function serve(
    name: string,
    { by, keyring = by, options = [], at, spoiled }: Recipe,
  ): Promise<Buffer> {
    for (const [path, text] of [
      [INDEX, indexText('sjson')],
      [PRODUCTS, productsText],
    ] as const) {
      const signed = await gnupg.clearsign(text, exported(by), { options, at })
      await nginx.write(
        `${name}/${path}.sjson`,
        spoiled === path ? signed.replace('stable', 'stabel') : signed,
      )
    }
    // revoked after it has signed, because gpg refuses to sign with a revoked key
    if (by.includes('revoked')) await gnupg.revoke(fingerprints.revoked)
    return gnupg.exportKeys(exported(keyring))
  }

  async function ask(path: string, keyring: Buffer) {
    const query = new URLSearchParams({
      url: `${nginx.url}/${path}`,
      keyring_filename: '',
      keyring_data: keyring.toString('base64url'),
    })
    const response = await fetch(`${gateway.url}/gateway/catalogue?${query}`, {
      headers: { 'x-maas-images': '1' },
    })
    return { status: response.status, body: await response.json() }
  }

  /** Exit codes of gpgv for index and product file. */
  async function gpgv(name: string, keyring: Buffer): Promise<number[]> {
    const path = join(folder, `${name}.gpg`)
    await writeFile(path, keyring)
    const files = [INDEX, PRODUCTS].map((file) => nginx.pathOf(`${name}/${file}.sjson`))
    return Promise.all(files.map((file) => gnupg.gpgv(path, file)))
  }
  const accepts = (codes: readonly number[]) => codes.every((code) => code === 0)

  for (const [what, verdict, recipe] of SIGNED) {
    test(`${what}: ${verdict}, and the prediction for MAAS agrees with gpgv`, { timeout: SLOW }, async () => {
      const name = what.replaceAll(/\W+/g, '-')
      const keyring = await serve(name, recipe)
      const { body } = await ask(`${name}/`, keyring)
      const { signature, releases } = catalogue.parse(body)
      expect(signature.verdict).toBe(verdict)
      const codes = await gpgv(name, keyring)
      expect({ codes, region: signature.region }).toEqual({
        codes,
        region: { accepts: accepts(codes), message: expect.any(String) },
      })
      const known: (string | null)[] = [null, ...recipe.by.map((one) => fingerprints[one])]
      expect(known).toContain(signature.fingerprint)
      expect(releases.map(({ release }) => release)).toEqual(['noble'])
    })
  }

  test('a file without a signature is refused, by gpgv too', async () => {
    const keyring = await serve('plain', { by: ['rsa'] })
    await nginx.write(`plain/${INDEX}.sjson`, indexText('sjson'))
    const { status, body } = await ask('plain/', keyring)
    expect(status).toBe(502)
    expect(problem.parse(body).error).toMatchObject({
      code: 'source-unreadable',
      message: expect.stringContaining('signed'),
    })
    expect(accepts(await gpgv('plain', keyring))).toBe(false)
  })

  test('a file that was cut off is refused, by gpgv too', async () => {
    const keyring = await serve('cut', { by: ['rsa'] })
    const signed = await gnupg.clearsign(indexText('sjson'), [fingerprints.rsa])
    await nginx.write(`cut/${INDEX}.sjson`, signed.slice(0, -200))
    const { status, body } = await ask('cut/', keyring)
    expect(status).toBe(502)
    expect(problem.parse(body).error.code).toBe('source-unreadable')
    expect(accepts(await gpgv('cut', keyring))).toBe(false)
  })

  test('the unsigned index is read and reported as unsigned, which MAAS does not verify', async () => {
    await nginx.write(`unsigned/${INDEX}.json`, indexText('json'))
    await nginx.write(`unsigned/${PRODUCTS}.json`, productsText)
    const { body } = await ask(`unsigned/${INDEX}.json`, Buffer.alloc(0))
    expect(catalogue.parse(body)).toMatchObject({
      signature: { verdict: 'unsigned', region: { accepts: true } },
      releases: [{ release: 'noble' }],
    })
  })

  test('an armored keyring, which gpgv cannot read, is converted into one that it can read', async () => {
    const binary = await serve('armoured', { by: ['rsa'] })
    const armoured = await gnupg.exportArmoured([fingerprints.rsa])
    expect(accepts(await gpgv('armoured', armoured))).toBe(false)
    const { body } = await ask('armoured/', armoured)
    const { keyring, signature } = catalogue.parse(body)
    expect(signature).toMatchObject({ verdict: 'valid', region: { accepts: true } })
    const data = Buffer.from(keyring.data ?? '', 'base64')
    expect(accepts(await gpgv('armoured', data))).toBe(true)
    expect(data.equals(binary)).toBe(true)
  })

  test('a boot source that has an armored keyring in MAAS is reported as one that MAAS refuses', async () => {
    await serve('saved', { by: ['rsa'] })
    const armoured = await gnupg.exportArmoured([fingerprints.rsa])
    const { id } = simulator.region.createSource({ url: `${nginx.url}/saved/`, keyringData: armoured })
    const response = await fetch(`${gateway.url}/gateway/catalogue/${id}`)
    expect(catalogue.parse(await response.json()).signature).toMatchObject({
      verdict: 'valid',
      region: { accepts: accepts(await gpgv('saved', armoured)) },
    })
  })

  test('a keybox, which gpgv accepts, is refused with a hint how to export its keys', async () => {
    await serve('keybox', { by: ['rsa'] })
    const keybox = await gnupg.exportKeybox([fingerprints.rsa])
    expect(accepts(await gpgv('keybox', keybox))).toBe(true)
    const { status, body } = await ask('keybox/', keybox)
    expect(status).toBe(400)
    expect(problem.parse(body).error.fields).toEqual({
      keyring_data: [expect.stringMatching(/keybox.*gpg .*--export/)],
    })
  })
})
