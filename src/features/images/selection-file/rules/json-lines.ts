import { parse, type ValueNode } from '@humanwhocodes/momoa'
import { parseJson } from '#lib/parse-json.ts'
import type { FileProblem } from './file-text.ts'

/** A path as zod reports it: names of fields and indexes. */
type Path = readonly PropertyKey[]

export type JsonLines = {
  readonly value: unknown
  /** The line of the value at a path, or of the innermost value around it that exists. */
  readonly lineOf: (path: Path) => number
  /** The line of the name of a field. */
  readonly lineOfName: (object: Path, name: string) => number
  readonly has: (path: Path) => boolean
}

/** More than any selection file nests, and far below the limit of the parser. */
const DEEPEST = 20
/** Values and names. Reading more takes the browser seconds. */
const MOST_VALUES = 100_000

/** JSON with the lines of its values, or why it cannot be read. Names must be unique in their object. */
export function readJsonLines(text: string): JsonLines | { readonly problems: readonly FileProblem[] } {
  const limit = limitOf(text)
  if (limit) return { problems: [limit] }
  const parsed = parsedJson(text)
  if ('problem' in parsed) return { problems: [parsed.problem] }
  const { root } = parsed
  const twice = namesTwice(root)
  if (twice.length > 0) return { problems: twice }
  return {
    value: parseJson(text),
    lineOf: (path) => nodeAt(root, path).node.loc.start.line,
    lineOfName: (object, name) => nameLine(nodeAt(root, object).node, name),
    has: (path) => nodeAt(root, path).whole,
  }
}

/**
 * Counts brackets and commas outside of texts only, so that no text can exhaust the parser. A text without its closing
 * quote ends with the file: if it did not match, each of its quotes would be tried to the end again.
 */
function limitOf(text: string): FileProblem | null {
  let [line, depth, values] = [1, 0, 0]
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\[^])*"?|[[\]{},:\n]/g)) {
    if (token === '\n') line += 1
    // the parser accepts line breaks in texts
    else if (token.startsWith('"')) line += token.split('\n').length - 1
    else if (token === '[' || token === '{') depth += 1
    else if (token === ']' || token === '}') depth -= 1
    else if (token === ',' || token === ':') values += 1
    if (depth > DEEPEST) return { line, text: `The values are nested more than ${DEEPEST} levels deep.` }
    if (values > MOST_VALUES) return { line, text: 'The file has more than 100,000 values.' }
  }
  return null
}

function parsedJson(text: string): { root: ValueNode } | { problem: FileProblem } {
  try {
    const { body } = parse(text, { mode: 'json' })
    // the parser accepts line ends and control characters in texts; JSON does not
    return parseJson(text) === undefined ? { problem: controlCharacter(text) } : { root: body }
  } catch (error) {
    const line =
      error instanceof Error && 'line' in error && typeof error.line === 'number' ? error.line : null
    const because = error instanceof Error ? reasonOf(error.message, text) : ''
    return { problem: { line, text: `This is not valid JSON. ${because}` } }
  }
}

const SIGNS: Readonly<Record<string, string>> = {
  LBrace: '{',
  RBrace: '}',
  LBracket: '[',
  RBracket: ']',
  Comma: ',',
  Colon: ':',
}

/**
 * The parser's message with the characters instead of their names. A file that was cut off can end anywhere, even after
 * a comma.
 */
function reasonOf(message: string, text: string): string {
  if (!/[}\]]\s*$/.test(text)) return 'The file ends too early.'
  return message
    .replace(/ \(\d+:\d+\)$/, '')
    .replace(
      /token (\w+) found/,
      (_, name: string) => `${SIGNS[name] ? `“${SIGNS[name]}”` : name.toLowerCase()} found`,
    )
    .replace(/character '(.+)' found/su, 'character “$1” found')
}

function controlCharacter(text: string): FileProblem {
  const before = /^(?:"(?:[^"\\\p{Cc}]|\\.)*"|[^"])*/u.exec(text)?.[0] ?? ''
  return {
    line: linesIn(before),
    text: 'This is not valid JSON. A text contains a line break or another control character.',
  }
}

const linesIn = (text: string): number => text.split(/\r\n|\r|\n/).length

const nameOf = (name: { readonly type: string } & ({ value: string } | { name: string })): string =>
  'value' in name ? name.value : name.name

/** `JSON.parse` would silently use the last one. */
function namesTwice(root: ValueNode): FileProblem[] {
  const found: FileProblem[] = []
  const visit = (node: ValueNode) => {
    if (node.type === 'Array') for (const { value } of node.elements) visit(value)
    if (node.type !== 'Object') return
    const seen = new Map<string, number>()
    for (const { name, value } of node.members) {
      const key = nameOf(name)
      const first = seen.get(key)
      const { line } = name.loc.start
      if (first === undefined) seen.set(key, line)
      else found.push({ line, text: `“${key}” appears twice. The first is on line ${first}.` })
      visit(value)
    }
  }
  visit(root)
  return found
}

function nodeAt(root: ValueNode, path: Path): { node: ValueNode; whole: boolean } {
  let node = root
  for (const step of path) {
    const next: ValueNode | undefined =
      node.type === 'Array'
        ? node.elements[Number(step)]?.value
        : node.type === 'Object'
          ? node.members.find(({ name }) => nameOf(name) === step)?.value
          : undefined
    if (!next) return { node, whole: false }
    node = next
  }
  return { node, whole: true }
}

const nameLine = (node: ValueNode, name: string): number =>
  (node.type === 'Object' ? node.members.find((member) => nameOf(member.name) === name)?.name : undefined)
    ?.loc.start.line ?? node.loc.start.line
