import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  CRON,
  installScript,
  mirrorCommands,
  PACK,
  SYSTEMD,
  unpack,
  updateScript,
  upstreamUrl,
  variables,
} from '#features/mirror/rules/commands.ts'
import { keyringCommands } from '#features/mirror/rules/keyring.ts'
import { repairScript } from '#features/mirror/rules/repair.ts'
import { EMPTY_MIRROR, keyringFor, readMirror, type MirrorSettings } from '#features/mirror/rules/settings.ts'
import {
  apacheCommands,
  apacheSnippet,
  nginxCommands,
  nginxSnippet,
} from '#features/mirror/rules/web-server.ts'
import { filterText } from '#streams/mirror/filter.ts'
import { mirrorRuns } from '#streams/mirror/runs.ts'
import { signingKey } from './streams/signing-key.ts'

/* The commands of the Local mirror page, read and run by real shells. Programs that would change this machine or reach
 * another one are stand-ins that write down what they get. */

const execute = promisify(execFile)
const SHELLS = ['sh', 'bash']

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recipe-'))
  await mkdir(join(folder, 'bin'))
  // one argument after another, each with a NUL at its end, and an empty one after the last
  const notes = `#!/bin/sh\nfor one in "$@"; do printf '%s\\0' "$one"; done >> "$NOTES"\nprintf '\\0' >> "$NOTES"\n`
  await program('sstream-mirror', notes)
  await program('sudo', '#!/bin/sh\nexec "$@"\n')
  for (const name of ['systemctl', 'nginx', 'a2enmod', 'a2ensite', 'apache2ctl'])
    await program(name, `#!/bin/sh\necho "${name} $*" >> "$NOTES"\n`)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function program(name: string, text: string) {
  await writeFile(join(folder, 'bin', name), text)
  await chmod(join(folder, 'bin', name), 0o755)
}

/** What sstream-mirror gets, call by call. */
async function calls(shell: string, script: string): Promise<string[][]> {
  const notes = join(folder, `notes-${shell}`)
  await writeFile(notes, '')
  await execute(shell, ['-c', script], {
    env: { PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`, NOTES: notes },
  })
  const all = (await readFile(notes, 'utf8')).split('\0\0').slice(0, -1)
  return all.map((one) => one.split('\0'))
}

const settings = (part: Partial<MirrorSettings> = {}): MirrorSettings => ({
  ...EMPTY_MIRROR,
  versions: 1,
  ...part,
})
const selected = (os: string, release: string, ...arches: string[]) => ({
  os,
  release,
  arches,
  subarches: ['*'],
  labels: ['*'],
})
const runs = mirrorRuns([
  selected('ubuntu', 'noble', 'amd64', 'arm64'),
  selected('ubuntu', 'jammy', 'amd64', 'arm64'),
])
const source = { url: 'http://images.maas.io/ephemeral-v3/stable/', runs }

test('the recipe is that of MAAS’s documentation', () => {
  expect(`${variables(source, settings())}\n${mirrorCommands(source, settings())}`).toBe(
    String.raw`KEYRING_FILE=/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg
IMAGE_SRC=https://images.maas.io/ephemeral-v3/stable/
IMAGE_DIR=/var/www/html/maas/images/ephemeral-v3/stable
sudo sstream-mirror --keyring="$KEYRING_FILE" "$IMAGE_SRC" "$IMAGE_DIR" \
  'arch~^(amd64|arm64)$' 'release~^(noble|jammy)$' \
  --max=1 --progress
sudo sstream-mirror --keyring="$KEYRING_FILE" "$IMAGE_SRC" "$IMAGE_DIR" \
  'os~(grub*|pxelinux)' \
  --max=1 --progress`,
  )
})

/** Any text that can be in a name, a path or an address of MAAS: no NUL, and no line end in a filter. */
const odd = fc.string({
  unit: fc.constantFrom(...'ab \'"`$\\!*?[]{}()<>|&;#~%=-\n\té'.split(''), '$(x)', '${HOME}', "'\\''"),
  maxLength: 12,
})
const oddLine = odd.map((text) => `x${text.replaceAll('\n', '')}`)

test.each(SHELLS)('%s hands every text to sstream-mirror as it is', { timeout: 120_000 }, async (shell) => {
  await fc.assert(
    fc.asyncProperty(odd, odd, odd, fc.array(oddLine, { minLength: 1, maxLength: 3 }), async (...given) => {
      const [keyring, url, target, releases] = given
      const made = settings({ keyring: `/${keyring}`, folder: `/${target}`, versions: 2 })
      const from = {
        url: `http://mirror.example.com/${url}`,
        runs: mirrorRuns(releases.map((one) => selected('rhel', one, '*'))),
      }
      const script = `${variables(from, made)}\n${mirrorCommands(from, made, { dryRun: true })}`
      expect(await calls(shell, script)).toEqual(
        from.runs.map((run) => [
          `--keyring=${made.keyring}`,
          upstreamUrl(from.url),
          made.folder,
          ...run.map(filterText),
          '--max=2',
          '--progress',
          '--dry-run',
        ]),
      )
    }),
    { numRuns: 15 },
  )
})

test.each(SHELLS)('%s reads every block', async (shell) => {
  const bad = {
    path: 'noble/x',
    bytes: 1,
    sha256: 'a'.repeat(64),
    state: 'missing',
    found: null,
    upstream: true,
  } as const
  const place = settings({ folder: '/srv/maas images' })
  const blocks = [
    installScript(source, place),
    CRON,
    SYSTEMD,
    PACK,
    unpack(place),
    repairScript([bad], source, place) ?? '',
    nginxCommands(place),
    apacheCommands(place),
    keyringCommands(place.keyring, 'mQ=='),
  ]
  for (const block of blocks) {
    expect(block).not.toBe('')
    // -n: read without running
    await execute(shell, ['-n', '-c', block])
  }
})

test('the script for cron makes the same calls without progress, and ends at the first that fails', async () => {
  const place = settings({ folder: '/srv/maas images' })
  const script = updateScript(source, place)
  const plain = await calls(
    'sh',
    `${variables(source, place)}\n${mirrorCommands(source, place, { progress: false })}`,
  )
  expect(await calls('sh', script)).toEqual(plain)
  expect(plain).toHaveLength(2)
  await mkdir(join(folder, 'failing'))
  await program('../failing/sstream-mirror', '#!/bin/sh\necho called\nexit 3\n')
  const failing = execute('sh', ['-c', script], { env: { PATH: `${join(folder, 'failing')}:/usr/bin:/bin` } })
  await expect(failing).rejects.toMatchObject({ code: 3, stdout: 'called\n' })
})

test('the script is written as it is, although it holds variables and quotes', async () => {
  const place = settings({ folder: `${folder}/maas images` })
  const text = installScript(source, place).replaceAll('/usr/local/sbin', folder)
  await execute('sh', ['-c', text], { env: { PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` } })
  expect(await readFile(join(folder, 'maas-image-mirror'), 'utf8')).toBe(updateScript(source, place))
})

/** Runs a block with its system folder below the test's; returns the commands of the stand-ins, and reads files. */
async function installs(block: string, systemFolder: string) {
  const target = await mkdtemp(join(folder, 'system-'))
  const notes = join(target, 'notes')
  const env = { PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`, NOTES: notes }
  await execute('sh', ['-c', block.replaceAll(systemFolder, target)], { env })
  const read = (name: string) => readFile(join(target, name), 'utf8')
  return {
    read,
    bytes: (name: string) => readFile(join(target, name)),
    ran: async () => (await read('notes')).trimEnd().split('\n'),
  }
}

test('cron and systemd run the script every day as root', async () => {
  const cron = await installs(CRON, '/etc/cron.d')
  expect(await cron.read('maas-image-mirror')).toBe('17 3 * * * root /usr/local/sbin/maas-image-mirror\n')

  const systemd = await installs(SYSTEMD, '/etc/systemd/system')
  expect(await systemd.read('maas-image-mirror.service')).toBe(`[Unit]
Description=Update the mirror of MAAS images
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=/usr/local/sbin/maas-image-mirror
`)
  expect(await systemd.read('maas-image-mirror.timer')).toBe(`[Unit]
Description=Update the mirror of MAAS images every day

[Timer]
OnCalendar=*-*-* 03:17:00
RandomizedDelaySec=30min
Persistent=true

[Install]
WantedBy=timers.target
`)
  expect(await systemd.ran()).toEqual([
    'systemctl daemon-reload',
    'systemctl enable --now maas-image-mirror.timer',
  ])
})

test('web servers get a file that they load, which is tested first', async () => {
  const place = settings({ url: 'https://mirror.example.com/maas/', folder: '/srv/maas images' })
  const nginx = await installs(nginxCommands(place), '/etc/nginx/conf.d')
  expect(await nginx.read('maas-images.conf')).toBe(nginxSnippet(place))
  expect(await nginx.ran()).toEqual(['nginx -t', 'systemctl reload nginx'])
  const apache = await installs(apacheCommands(place), '/etc/apache2/sites-available')
  expect(await apache.read('maas-images.conf')).toBe(apacheSnippet(place))
  expect(await apache.ran()).toEqual([
    'a2enmod ssl',
    'a2ensite maas-images',
    'apache2ctl configtest',
    'systemctl restart apache2',
  ])
  const plain = await installs(
    apacheCommands({ ...place, url: 'http://mirror.example.com/' }),
    '/etc/apache2/sites-available',
  )
  expect(await plain.ran()).toEqual([
    'a2ensite maas-images',
    'apache2ctl configtest',
    'systemctl reload apache2',
  ])
})

test('keyring data becomes a binary file in a folder of its own', async () => {
  const { armored, keyring } = await signingKey()
  const path = keyringFor({ keyring_filename: '', keyring_data: 'mQ==' })
  expect(path).toBe('/etc/maas-image-mirror/keyring.gpg')
  const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64')
  for (const data of [base64(keyring), base64(armored)]) {
    const { bytes } = await installs(keyringCommands(path, data), '/etc/maas-image-mirror')
    expect(base64(await bytes('keyring.gpg'))).toBe(base64(keyring))
  }
  expect(keyringFor({ keyring_filename: '/snap/maas/current/usr/share/x.gpg', keyring_data: '' })).toBe(
    '/usr/share/x.gpg',
  )
})

test('a mirror that is carried over is packed with its hidden files, and unpacked if nothing was lost', async () => {
  const [from, to] = [join(folder, 'from'), join(folder, 'to here')]
  await mkdir(join(from, '.data'), { recursive: true })
  await writeFile(join(from, '.data', 'references.json'), '{}')
  const run = (script: string) =>
    execute('sh', ['-c', script], {
      cwd: folder,
      env: { PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`, IMAGE_DIR: from },
    })
  await run(PACK)
  await run(unpack(settings({ folder: to })))
  expect(await readFile(join(to, '.data', 'references.json'), 'utf8')).toBe('{}')
  await writeFile(join(folder, 'maas-images.tar'), 'cut off')
  await expect(run(unpack(settings({ folder: join(folder, 'nowhere') })))).rejects.toMatchObject({ code: 1 })
})

test.each([
  ['folder', 'var/www', 'Enter an absolute path'],
  ['folder', '/', 'Enter an absolute path'],
  ['folder', '/srv/../etc', 'without “..”'],
  ['keyring', '/srv/..', 'without “..”'],
  ['folder', '/srv/$x', 'Use letters'],
  ['folder', '/srv/a\nb', 'Use letters'],
  ['keyring', '/usr/"x"', 'Use letters'],
  ['versions', '0', 'from 1 to 20'],
  ['versions', '21', 'from 1 to 20'],
  ['versions', 'all', 'from 1 to 20'],
  ['url', 'http://images.maas.io/ephemeral-v3/stable/', 'maas.io'],
  ['url', 'file:///srv', 'http and https only'],
  ['url', "http://mirror.example.com/a'b/", 'Use letters'],
  ['url', 'http://mirror.example.com/streams/v1/index.json', 'address of the folder'],
])('%s %j is refused', (field, value, message) => {
  const read = readMirror({ ...EMPTY_MIRROR, [field]: value })
  expect(read).toEqual({ errors: { [field]: expect.stringContaining(message) } })
})

test('settings are trimmed, and the URL gets its scheme and slash', () => {
  const form = { ...EMPTY_MIRROR, folder: ' /srv/maas// ', url: 'mirror.example.com/maas', versions: ' 2 ' }
  expect(readMirror(form)).toEqual({
    settings: { ...EMPTY_MIRROR, folder: '/srv/maas', url: 'http://mirror.example.com/maas/', versions: 2 },
  })
})
