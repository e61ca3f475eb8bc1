import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { textsIn, type Text } from './texts.ts'

/** A file with all texts in it that people read. */
export type Prose = { file: string; texts: Text[] }

/** MAAS's own texts, the list of ruled-out words itself, and generated files. */
const NOT_OURS = /\/recorded\/|^docs\/words\.md$|^e2e\/house\/words/

/** Every text of the project: in its sources, documents and style sheets. */
export function proseOf(folders: readonly string[], files: readonly string[] = []): Prose[] {
  const below = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  return [...below, ...files]
    .filter((file) => /\.(tsx?|md|scss|ya?ml|html)$/.test(file) && !NOT_OURS.test(file))
    .sort()
    .map((file) => ({ file, texts: proseIn(file, readFileSync(file, 'utf8')) }))
}

function proseIn(file: string, source: string): Text[] {
  if (/\.tsx?$/.test(file)) return textsIn(file, source)
  if (file.endsWith('.md')) return paragraphsIn(source)
  return source.split('\n').map((text, row) => ({ kind: 'comment', text, line: row + 1 }))
}

/** Joins lines that belong together, so that phrases across line breaks are found. */
function paragraphsIn(source: string): Text[] {
  const found: Text[] = []
  let open: Text | null = null
  for (const [row, text] of source.split('\n').entries()) {
    const begins = open === null || /^\s*(?:[-*|#>]|\d+\.|$)/.test(text)
    if (begins) {
      open = text.trim() === '' ? null : { kind: 'string', text, line: row + 1 }
      if (open) found.push(open)
    } else if (open) open.text += ` ${text.trim()}`
  }
  return found
}
