import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, resolve } from 'node:path'

const SERVER = ['dist/server.js', 'dist/source-child.js']
/** What the package exports, see exports in package.json. */
const KIT = 'dist/kit'

/** Faults of the bundled server in `dist`: missing dependencies, and traces of tests or of this machine. None: []. */
export function faultsOfServer(): string[] {
  const missing = [...SERVER, ...exportedFiles()].filter((path) => !existsSync(path))
  if (missing.length > 0) return missing.map((path) => `${path} is missing`)
  const parts = ['dist/server', KIT].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.js(\.map)?$/.test(name))
      .map((name) => join(folder, name)),
  )
  const files = [...SERVER, ...SERVER.map((path) => `${path}.map`), ...parts]
  const texts = files.map((path) => ({ path, text: readFileSync(path, 'utf8') }))
  return [
    ...dependencyFaults(texts.filter(({ path }) => path.endsWith('.js'))),
    ...nodeFaults(`${KIT}/msw.js`),
    ...texts
      .filter(({ text }) => text.includes(process.cwd()))
      .map(({ path }) => `${path} names the folder it was built in`),
    ...texts.filter(({ path }) => path.endsWith('.map')).flatMap(({ path, text }) => mapFaults(path, text)),
  ]
}

/** The packages that scripts or sources import. */
export function packagesOf(scripts: readonly string[]): Set<string> {
  const names = scripts
    .flatMap(specifiersOf)
    .filter((name) => !/^(\.|#|node:)/.test(name) && !builtinModules.includes(name))
  return new Set(names.map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name))
}

const specifiersOf = (text: string): string[] =>
  [
    ...text.matchAll(/^(?:import|.*\bfrom) ["']([^"']+)["'];?$/gm),
    ...text.matchAll(/\bimport\(["']([^"']+)["']\)/g),
  ].map(([, specifier = '']) => specifier)

/**
 * Imports that the installed package would not find, and dependencies that only the page uses, which is already built.
 */
function dependencyFaults(scripts: readonly { path: string; text: string }[]): string[] {
  const { dependencies, peerDependencies } = manifest()
  const imported = packagesOf(scripts.map(({ text }) => text))
  const ofServer = packagesOf(scripts.filter(({ path }) => !path.startsWith(KIT)).map(({ text }) => text))
  const unlisted = [
    ...[...imported].filter((name) => !(name in dependencies) && !(name in peerDependencies)),
    // who does not test with Playwright need not have it
    ...[...ofServer].filter((name) => name in peerDependencies),
  ]
  const inSources = packagesOf(sourcesOfAll())
  const onlyPage = Object.keys(dependencies).filter((name) => !imported.has(name) && inSources.has(name))
  return [
    ...unlisted.map((name) => `The server imports ${name}, which package.json does not list in dependencies`),
    ...onlyPage.map(
      (name) => `The server does not import ${name}: package.json has to list it in devDependencies`,
    ),
  ]
}

/** What an entry imports of Node.js, in its own file and all that it imports: it has to work in browsers too. */
function nodeFaults(entry: string): string[] {
  const seen = new Set([entry])
  // the set grows while it is read
  for (const path of seen)
    for (const specifier of specifiersOf(readFileSync(path, 'utf8')))
      if (specifier.startsWith('.')) seen.add(join(path, '..', specifier))
  return [...seen].flatMap((path) =>
    specifiersOf(readFileSync(path, 'utf8'))
      .filter((specifier) => specifier.startsWith('node:') || builtinModules.includes(specifier))
      .map((specifier) => `${path}, which ${entry} needs in browsers, imports ${specifier}`),
  )
}

type Manifest = {
  dependencies: Record<string, string>
  peerDependencies: Record<string, string>
  exports: Record<string, string | Record<string, string>>
}

const manifest = () => JSON.parse(readFileSync('package.json', 'utf8')) as Manifest

/** The files that an import of the package leads to, with their types. */
const exportedFiles = (): string[] =>
  Object.values(manifest().exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  )

const sourcesOfAll = () =>
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !name.startsWith('testing'))
    .map((name) => readFileSync(join('src', name), 'utf8'))

function mapFaults(path: string, text: string): string[] {
  const { sources } = JSON.parse(text) as { sources: string[] }
  return sources
    .map((source) => resolve(path, '..', source))
    .filter((source) => !source.startsWith(resolve('src')) || /\/testing\/|\.test\.tsx?$/.test(source))
    .map((source) => `${path} names ${source}, which is not a source of the server`)
}
