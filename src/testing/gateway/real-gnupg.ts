import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findTool } from './real-tools.ts'

const execute = promisify(execFile)

type KeyOptions = {
  /** As gpg names it: rsa2048, ed25519, dsa1024. */
  algorithm?: string
  usage?: 'sign' | 'cert'
  expires?: string
  /** When it is made, as `20200101T000000`. */
  at?: string
}
type SignOptions = {
  /** Further options of gpg. */
  options?: readonly string[]
  at?: string | undefined
}
export type Gnupg = Awaited<ReturnType<typeof startGnupg>>

/** GnuPG with a separate home: keys without a passphrase, signatures of any kind, and gpgv for comparison. */
export async function startGnupg() {
  // The agent listens on a socket in this folder, whose path must be short.
  const home = await mkdtemp(join(tmpdir(), 'gpg-'))
  const common = ['--homedir', home, '--batch', '--no-tty', '--quiet']

  async function gpg(args: readonly string[], input?: string): Promise<Buffer> {
    const options = { encoding: 'buffer' as const, maxBuffer: 64 * 1024 * 1024 }
    const running = execute(tool('gpg'), [...common, '--passphrase', '', ...args], options)
    running.child.stdin?.end(input)
    return (await running).stdout
  }
  const clock = (at: string | undefined) => (at === undefined ? [] : ['--faked-system-time', `${at}!`])

  return {
    /** Makes a key; returns its fingerprint. */
    async newKey(
      name: string,
      { algorithm = 'rsa2048', usage = 'sign', expires = 'never', at }: KeyOptions = {},
    ) {
      const user = `${name} <streams@example.com>`
      const made = ['--quick-generate-key', user, algorithm, usage, expires]
      const status = await gpg([...clock(at), '--status-fd', '1', ...made])
      const [, fingerprint] = /KEY_CREATED \w ([0-9A-F]{40})/.exec(status.toString()) ?? []
      if (fingerprint === undefined) throw new Error(`gpg made no key: ${status.toString()}`)
      return fingerprint
    },
    async addSigningSubkey(fingerprint: string, algorithm: string): Promise<void> {
      await gpg(['--quick-add-key', fingerprint, algorithm, 'sign', 'never'])
    },
    async revoke(fingerprint: string): Promise<void> {
      const path = join(home, 'openpgp-revocs.d', `${fingerprint}.rev`)
      // gpg prepares a revocation certificate with a colon that prevents its use by accident.
      await gpg(['--import'], (await readFile(path, 'utf8')).replace(/^:/m, ''))
    },
    async clearsign(text: string, signers: readonly string[], { options = [], at }: SignOptions = {}) {
      const users = signers.flatMap((one) => ['--local-user', one])
      return (await gpg([...clock(at), ...options, ...users, '--clearsign'], text)).toString()
    },
    exportKeys: (fingerprints: readonly string[]) => gpg(['--export', ...fingerprints]),
    exportArmoured: (fingerprints: readonly string[]) => gpg(['--armor', '--export', ...fingerprints]),
    /** The keys as GnuPG itself keeps them. */
    async exportKeybox(fingerprints: readonly string[]): Promise<Buffer> {
      const folder = await mkdtemp(join(home, 'box-'))
      const [keys, box] = [join(folder, 'keys.gpg'), join(folder, 'keys.kbx')]
      await gpg(['--output', keys, '--export', ...fingerprints])
      await gpg(['--trust-model', 'always', '--no-default-keyring', '--keyring', box, '--import', keys])
      return readFile(box)
    },
    /** Exit code of gpgv, called as MAAS does: 0 when it accepts the file. */
    async gpgv(keyring: string, file: string): Promise<number> {
      const asked = execute(tool('gpgv'), ['--homedir', home, '--keyring', keyring, file])
      return asked.then(
        () => 0,
        (error: unknown) => {
          const code = error instanceof Error && 'code' in error ? error.code : null
          if (typeof code !== 'number') throw error
          return code
        },
      )
    },
    async close(): Promise<void> {
      await execute(tool('gpgconf'), ['--homedir', home, '--kill', 'all'])
      await rm(home, { recursive: true, force: true })
    },
  }
}

function tool(name: string): string {
  const path = findTool(name)
  if (path === null) throw new Error(`${name} is not on this machine.`)
  return path
}
