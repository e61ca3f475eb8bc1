import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'

type Locked = { readonly dev?: boolean; readonly devOptional?: boolean; readonly optional?: boolean }

/**
 * Does without a registry what `npm install --global --prefix PREFIX PACKAGE` does: unpacks the package, puts its
 * dependencies into its own node_modules, and links its programs. The dependencies are those that package-lock.json
 * marks as needed at run time, taken from `node_modules` of the repository. Only they are there: a package that the
 * product imports beside them is not found. They are real folders, because a link would lead Node back into the
 * repository.
 */
export function installOffline(repository: string, packed: string, prefix: string): string {
  const home = join(prefix, 'lib/node_modules/maas-images')
  mkdirSync(home, { recursive: true })
  execFileSync('tar', ['-xzf', packed, '--strip-components=1', '-C', home])
  const { packages } = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>
  }
  for (const [path, { dev, devOptional, optional }] of Object.entries(packages)) {
    // what npm may leave out cannot be needed
    if (path === '' || dev === true || devOptional === true || optional === true) continue
    linkFolder(join(repository, path), join(home, path))
  }
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
