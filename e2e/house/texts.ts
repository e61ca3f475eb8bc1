import { parseSync, Visitor } from 'vite'

/** A text in a source file: a comment, or something that a person may read at run time. */
export type Text = {
  kind: 'comment' | 'string'
  text: string
  /** The line where it begins, from 1. */
  line: number
}

type Part = { start: number; end: number; text: string }

/** Comments, string literals, templates and JSX text of a TypeScript file, in order. */
export function textsIn(path: string, source: string): Text[] {
  const { program, comments } = parseSync(path, source)
  const strings: Part[] = []
  const skipped = new Set<number>()
  const add = (start: number, end: number, text: string) => void strings.push({ start, end, text })
  new Visitor({
    ImportDeclaration: ({ source: { start } }) => void skipped.add(start),
    ExportAllDeclaration: ({ source: { start } }) => void skipped.add(start),
    ExportNamedDeclaration: ({ source: from }) => {
      if (from) skipped.add(from.start)
    },
    ImportExpression: ({ source: { start } }) => void skipped.add(start),
    JSXAttribute: ({ name, value }) => {
      if (value && name.type === 'JSXIdentifier' && name.name === 'className') skipped.add(value.start)
    },
    Literal: ({ start, end, value }) => {
      if (typeof value === 'string') add(start, end, value)
    },
    TemplateLiteral: ({ start, end, quasis }) => {
      add(start, end, quasis.map(({ value }) => value.cooked ?? value.raw).join('${…}'))
    },
    JSXElement: ({ start, end, children }) => {
      if (children.some((child) => child.type === 'JSXText' && child.value.trim() !== ''))
        add(start, end, children.map((child) => (child.type === 'JSXText' ? child.value : '{…}')).join(''))
    },
  }).visit(program)
  const said = strings
    .filter(({ start }) => !skipped.has(start))
    .map((part) => ({ ...part, kind: 'string' as const }))
  const noted = joined(
    source,
    comments.map(({ start, end, value }) => ({ start, end, text: value })),
  )
  return [...said, ...noted.map((part) => ({ ...part, kind: 'comment' as const }))]
    .sort((one, other) => one.start - other.start)
    .map(({ kind, text, start }) => ({ kind, text: inOneLine(text), line: lineAt(source, start) }))
}

/** Comments that directly follow each other are one text, as people read them. */
function joined(source: string, comments: readonly Part[]): Part[] {
  const found: Part[] = []
  for (const comment of comments) {
    const last = found.at(-1)
    if (last && /^\s*$/.test(source.slice(last.end, comment.start))) {
      found[found.length - 1] = { start: last.start, end: comment.end, text: `${last.text}\n${comment.text}` }
    } else found.push(comment)
  }
  return found
}

const inOneLine = (text: string) => text.replaceAll(/\s*\n[ \t]*\*?\s*/g, ' ').trim()

const lineAt = (source: string, offset: number) => source.slice(0, offset).split('\n').length
