import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { leakedIn } from '#testing/hostile/leaks.ts'
import { NOTICE, readNotice, WITHOUT_FILE } from '#start/third-party.ts'
import { faultsOfServer } from './server-check.ts'

type Text = { path: string; text: string }

const PAGE = 'dist/page'

const TEXT = new Set(['.html', '.js', '.css', '.json', '.svg', '.txt', '.webmanifest'])

function textsIn(folder: string, wanted: (path: string) => boolean): Text[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter(wanted)
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}

const isProductSource = (path: string) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path)

/** String literals of three words or more: a minifier keeps them unchanged, and they show whose code it is. */
function phrases({ text }: Text): string[] {
  return [...text.matchAll(/(['"`])((?:(?!\1)[^\\\n$]){16,})\1/g)]
    .map((match) => match[2] ?? '')
    .filter((phrase) => (phrase.match(/\w \w/g) ?? []).length >= 2)
}

/** Phrases that only this room contains, read from its sources, so that no list here can become outdated. */
function ownPhrases(room: string): string[] {
  const inside = join('src', room)
  const others = textsIn('src', (path) => isProductSource(path) && !path.startsWith(inside))
  const own = new Set(textsIn(inside, isProductSource).flatMap(phrases))
  return [...own].filter((phrase) => !others.some(({ text }) => text.includes(phrase)))
}

function foreignCode(page: Text[]): string[] {
  const faults: string[] = []
  const look = (whose: string, phrase: string) => {
    for (const { path, text } of page) {
      if (text.includes(phrase)) faults.push(`${path} holds code of ${whose}: "${phrase}"`)
    }
  }
  for (const room of ['simulator', 'gateway']) {
    const own = ownPhrases(room)
    // A check without phrases would find nothing.
    if (own.length < 5) faults.push(`src/${room}: too few phrases of its own to recognize it by`)
    for (const phrase of own) look(`src/${room}`, phrase)
  }
  for (const phrase of ['[MSW]', 'mockServiceWorker']) look('msw', phrase)
  return faults
}

/** Hosts that scripts may name without requesting anything from them. The flows prove that they do not. */
const NAMED_ONLY = [
  // the public stream, recognized in a boot source's address
  /(^|\.)maas\.io$/,
  // example addresses of a mirror and of MAAS: reserved for examples, so they have no owner
  /^(mirror|maas)\.example\.com$/,
  // XML namespaces
  /^www\.w3\.org$/,
  // in error messages of minified React and the router
  /^(react\.dev|reactrouter\.com|github\.com)$/,
  // the base for parsing relative addresses
  /^localhost$/,
]

function foreignHosts({ path, text }: Text): string[] {
  const script = extname(path) === '.js'
  const addresses = script
    ? text.matchAll(/https?:\/\/([a-z0-9][\w.-]*)/gi)
    : // in markup and styles, what the browser would fetch
      text.matchAll(/(?:(?:src|href|content)=["']?|url\(["']?|@import ["'])(?:https?:)?\/\/([\w.-]+)/gi)
  const hosts = new Set([...addresses].map((match) => match[1] ?? ''))
  return [...hosts]
    .filter((host) => !script || !NAMED_ONLY.some((pattern) => pattern.test(host)))
    .map((host) => `${path} names the host ${host}`)
}

/** What no file of the page may contain, recognized by its form: keys of regions and sealed sessions. */
const SECRETS: readonly (readonly [what: string, form: RegExp])[] = [
  ['an API key', /\b[A-Za-z0-9]{18}:[A-Za-z0-9]{18}:[A-Za-z0-9]{32}\b/],
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY/],
  ['a sealed session', /\beyJ[\w-]{10,}\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+/],
]

/** Secrets in a built file, which every user receives: those of a given region, and everything that looks like one. */
export function secretsIn({ path, text }: Text, known: Iterable<string> = []): string[] {
  return [
    ...SECRETS.filter(([, form]) => form.test(text)).map(([what]) => `${path} holds ${what}`),
    ...leakedIn(text, known).map(() => `${path} holds a secret of a region`),
  ]
}

/** Every file of the built page as text, whatever its type. */
export const builtFiles = (): Text[] =>
  readdirSync(PAGE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, text: readFileSync(path, 'latin1') }))

/** One package for each way into the page: a script, a dependency of a package, a style sheet, a font. */
const NOTICED = ['react', '@radix-ui/react-dialog', 'vanilla-framework', '@fontsource-variable/ubuntu-sans']

/** Published without a license file; the license named in its package.json is MIT. */
const KNOWN_WITHOUT_FILE = ['react-remove-scroll-bar']

type Locked = { version?: string; license?: string }

/**
 * Faults of the notice of third-party licenses: packages that are missing in it, and packages that are not in the
 * lockfile.
 */
function noticeFaults(): string[] {
  const noticed = readNotice(PAGE)
  if (!noticed) return [`${PAGE}/${NOTICE} is missing`]
  const names = new Set(noticed.map(({ name }) => name))
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, Locked>
  }
  const locked = Object.entries(packages)
  const unlocked = noticed.filter(
    ({ name, version, license }) =>
      !locked.some(
        ([path, entry]) =>
          path.endsWith(`node_modules/${name}`) && entry.version === version && entry.license === license,
      ),
  )
  return [
    ...NOTICED.filter((name) => !names.has(name)).map((name) => `${NOTICE} does not name ${name}`),
    ...noticed
      .filter(({ name, text }) => text.includes(WITHOUT_FILE) && !KNOWN_WITHOUT_FILE.includes(name))
      .map(({ name }) => `${NOTICE} has no license text of ${name}`),
    ...unlocked.map(({ name, version }) => `${NOTICE} names ${name} ${version}, but the lockfile does not`),
  ]
}

/** Each compressed file must have the same content as the file it stands for. */
function compressionFaults(): string[] {
  const unpack = { '.br': brotliDecompressSync, '.gz': gunzipSync }
  const names = readdirSync(PAGE, { recursive: true, encoding: 'utf8' }).map((name) => join(PAGE, name))
  const faults = Object.entries(unpack).flatMap(([ending, unpacked]) => {
    const compressed = names.filter((name) => name.endsWith(ending))
    if (compressed.length === 0) return [`${PAGE} has no ${ending} files`]
    return compressed
      .filter((name) => !unpacked(readFileSync(name)).equals(readFileSync(name.slice(0, -ending.length))))
      .map((name) => `${name} differs from the file that it stands for`)
  })
  return faults
}

/**
 * Faults of the built product in `dist`: foreign code, hosts or secrets in the page, a wrong notice, an incomplete
 * server. None: [].
 */
export function faultsOfDist(): string[] {
  if (!existsSync(`${PAGE}/index.html`)) return [`${PAGE}/index.html is missing`]
  const page = textsIn(PAGE, (path) => TEXT.has(extname(path)))
  return [
    ...foreignCode(page),
    ...page.flatMap(foreignHosts),
    ...builtFiles().flatMap((file) => secretsIn(file)),
    ...compressionFaults(),
    ...noticeFaults(),
    ...faultsOfServer(),
  ]
}
