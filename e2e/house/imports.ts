import { dirname, join } from 'node:path'
import { parseSync, Visitor } from 'vite'

/** The imports of each file, as paths from the project's root. */
export type Graph = ReadonlyMap<string, readonly string[]>

/**
 * What a file names in imports, re-exports and `import()`. Leaves out `import type`, which has no effect at run time.
 * Throws on a syntax error.
 */
export function specifiersIn(path: string, text: string): string[] {
  const { program, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`Could not parse ${path}: ${errors[0].message}`)
  const found: string[] = []
  new Visitor({
    ImportDeclaration: ({ importKind, source }) => {
      if (importKind !== 'type') found.push(source.value)
    },
    ExportNamedDeclaration: ({ exportKind, source }) => {
      if (exportKind !== 'type' && source) found.push(source.value)
    },
    ExportAllDeclaration: ({ exportKind, source }) => {
      if (exportKind !== 'type') found.push(source.value)
    },
    ImportExpression: ({ source }) => {
      if (source.type === 'Literal' && typeof source.value === 'string') found.push(source.value)
    },
  }).visit(program)
  return [...new Set(found)]
}

/** The graph of `files` (path to text). Leaves out imports of packages and of other files. */
export function graphOf(files: ReadonlyMap<string, string>): Graph {
  const importsOf = (path: string, text: string) =>
    specifiersIn(path, text)
      .map((specifier) => resolved(path, specifier))
      .filter((target) => files.has(target))
  return new Map([...files].map(([path, text]) => [path, importsOf(path, text)]))
}

/** As in `imports` of package.json: `#e2e/x` is e2e/x, any other `#x` is src/x. */
function resolved(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return join(dirname(from), specifier)
  if (specifier.startsWith('#e2e/')) return specifier.slice(1)
  return specifier.startsWith('#') ? `src/${specifier.slice(1)}` : specifier
}

/**
 * Each group of files that import each other directly or indirectly, sorted; a file that imports itself is a group of
 * one.
 */
export function cyclesOf(graph: Graph): string[][] {
  const reach = new Map([...graph.keys()].map((path) => [path, reachableFrom(graph, path)]))
  const groups = new Map<string, string[]>()
  for (const [path, seen] of reach) {
    if (!seen.has(path)) continue
    const group = [...seen].filter((other) => reach.get(other)?.has(path)).sort()
    groups.set(group[0] ?? path, group)
  }
  return [...groups.values()]
}

function reachableFrom(graph: Graph, start: string): Set<string> {
  const seen = new Set<string>()
  const left = [...(graph.get(start) ?? [])]
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    left.push(...(graph.get(path) ?? []))
  }
  return seen
}
