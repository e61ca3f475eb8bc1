import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs'
import { join, relative } from 'node:path'

type Locked = {
  readonly dev?: boolean
  readonly devOptional?: boolean
  readonly optional?: boolean
  readonly dependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
}

const lockedIn = (repository: string) =>
  (
    JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, Locked>
    }
  ).packages

/**
 * Does without a registry what `npm install --global --prefix PREFIX PACKAGE` does: unpacks the package, puts its
 * dependencies into its own node_modules, and links its programs. The dependencies are those that package-lock.json
 * marks as needed at run time, taken from `node_modules` of the repository. Only they are there: a package that the
 * product imports beside them is not found. They are real folders, because a link would lead Node back into the
 * repository.
 */
export function installOffline(repository: string, packed: string, prefix: string): string {
  const home = join(prefix, 'lib/node_modules/maas-images')
  unpackOffline(repository, packed, home)
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    bin: Record<string, string>
  }
  mkdirSync(join(prefix, 'bin'))
  for (const [name, script] of Object.entries(bin)) {
    chmodSync(join(home, script), 0o755)
    symlinkSync(relative(join(prefix, 'bin'), join(home, script)), join(prefix, 'bin', name))
  }
  return home
}

/**
 * Unpacks the package into the folder `home`, and puts its dependencies, as above, into node_modules of `owner`: by default
 * its own, as for a program; in a project, npm puts them beside the package.
 */
export function unpackOffline(repository: string, packed: string, home: string, owner = home): void {
  mkdirSync(home, { recursive: true })
  execFileSync('tar', ['-xzf', packed, '--strip-components=1', '-C', home])
  for (const [path, { dev, devOptional, optional }] of Object.entries(lockedIn(repository))) {
    // what npm may leave out cannot be needed
    if (path === '' || dev === true || devOptional === true || optional === true) continue
    linkFolder(join(repository, path), join(owner, path))
  }
}

/** Puts packages of the repository and all that they depend on into node_modules of a project. */
export function linkPackages(repository: string, project: string, names: readonly string[]): void {
  const packages = lockedIn(repository)
  const left = names.map((name) => `node_modules/${name}`)
  const linked = new Set<string>()
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (linked.has(path) || !existsSync(join(repository, path))) continue
    linked.add(path)
    linkFolder(join(repository, path), join(project, path))
    const { dependencies, optionalDependencies } = packages[path] ?? {}
    left.push(
      ...Object.keys({ ...dependencies, ...optionalDependencies }).map((name) => `node_modules/${name}`),
    )
  }
}

/** A copy without the packages inside, which the lockfile names themselves. Files are shared where that is possible. */
function linkFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules') linkFolder(source, target)
    } else if (entry.isFile()) linkFile(source, target)
  }
}

function linkFile(source: string, target: string): void {
  try {
    linkSync(source, target)
  } catch {
    // on another file system
    copyFileSync(source, target)
  }
}

/** The packed package in a folder. */
export function packedIn(folder: string): string {
  const name = readdirSync(folder).find((one) => /^maas-images-.*\.tgz$/.test(one))
  if (name === undefined) throw new Error(`There is no package in ${folder}.`)
  return join(folder, name)
}
