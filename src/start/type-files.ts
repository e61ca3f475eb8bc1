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

/** `readClock: operation({ …, summary: '…'` in a table of the control API. */
const SUMMARY = /^ {2}(\w+): operation\(\{[^]*?\bsummary:\s*'([^'\n]*)'/gm

/**
 * The declaration of a table of operations with the summary of each as its description, which an editor shows for the
 * functions of the client. The compiler writes only the types of the table.
 * @param tables the source texts of the table
 * @throws Error if one has none
 */
export function describedOperations(declaration: string, tables: readonly string[]): string {
  const summaries = new Map(
    tables.flatMap((table) =>
      [...table.matchAll(SUMMARY)].map(([, name = '', text = '']) => [name, text] as const),
    ),
  )
  return declaration.replaceAll(/^( +)readonly (\w+): \{$/gm, (line, space: string, name: string) => {
    const summary = summaries.get(name)
    if (summary === undefined) throw new Error(`The operation ${name} has no summary.`)
    return `${space}/** ${summary} */\n${line}`
  })
}

function targetOf(from: string, specifier: string): string {
  const path = specifier.startsWith('#') ? specifier.slice(1) : posix.join(posix.dirname(from), specifier)
  return path.replace(/\.tsx?$/, '.d.ts')
}

function relativeTo(from: string, target: string): string {
  const path = posix.relative(posix.dirname(from), target)
  return path.startsWith('.') ? path : `./${path}`
}
