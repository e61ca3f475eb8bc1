import { posix } from 'node:path'

/** What a declaration file imports: `from './x.ts'`, `import('#room/x.ts')`. Packages are left out. */
const SPECIFIER = /(?<=\bfrom |\bimport\()(["'])((?:\.{1,2}\/|#)[^"'\n]+)\1/g

/**
 * The declaration files that the entries need, ready for the package: imports lead to files beside them (`./x.js`) instead
 * of to the rooms of the sources.
 * @param declarations what the compiler wrote, by path from `src`: `kit/region.d.ts`
 * @param entries paths of the same form
 * @throws Error for an import that leads to none of them
 */
export function typeFiles(
  declarations: ReadonlyMap<string, string>,
  entries: readonly string[],
): Map<string, string> {
  const needed = new Map<string, string>()
  const left = [...entries]
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (needed.has(path)) continue
    const text = declarations.get(path)
    if (text === undefined) throw new Error(`The compiler wrote no ${path}.`)
    const from = path
    const rewritten = text.replaceAll(SPECIFIER, (_, quote: string, specifier: string) => {
      const target = targetOf(from, specifier)
      left.push(target)
      return `${quote}${relativeTo(from, target).replace(/\.d\.ts$/, '.js')}${quote}`
    })
    needed.set(path, rewritten)
  }
  return needed
}

function targetOf(from: string, specifier: string): string {
  const path = specifier.startsWith('#') ? specifier.slice(1) : posix.join(posix.dirname(from), specifier)
  return path.replace(/\.tsx?$/, '.d.ts')
}

function relativeTo(from: string, target: string): string {
  const path = posix.relative(posix.dirname(from), target)
  return path.startsWith('.') ? path : `./${path}`
}
