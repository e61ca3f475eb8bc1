/** Characters that Python escapes: the categories "other" and "separator", except the space. */
const UNPRINTABLE = /[^ \P{C}]|[^ \P{Z}]/gu
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * A JSON value as Python prints it in its messages (`repr`): `'x'`, `None`, `True`, `['x', 1]`, `{'a': None}`. JSON.parse
 * does not keep whether a whole number had a fraction, so `1.0` is `1` here, and digits beyond 2^53 are lost.
 */
export function pythonRepr(value: unknown): string {
  if (typeof value === 'string') return textRepr(value)
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return numberRepr(value)
  if (value === null || value === undefined) return 'None'
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`
  const entries = Object.entries(value).map(([key, inner]) => `${textRepr(key)}: ${pythonRepr(inner)}`)
  return `{${entries.join(', ')}}`
}

/** A JSON value converted by Python's `str`: a text stays unchanged, and any other value is as in `repr`. */
export const pythonStr = (value: unknown): string => (typeof value === 'string' ? value : pythonRepr(value))

/** In single quotes, unless only double ones need no escape. */
function textRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll(quote, `\\${quote}`)
    .replaceAll(UNPRINTABLE, escapeOf)
  return `${quote}${escaped}${quote}`
}

function escapeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16)
  if (code.length <= 2) return SHORT[character] ?? `\\x${code.padStart(2, '0')}`
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`
}

/** Python writes a fraction below 0.0001 with an exponent of at least two digits. */
function numberRepr(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const size = Math.abs(value)
  const digits = !Number.isInteger(value) && size < 1e-4 ? value.toExponential() : String(value)
  return digits.replace(/e([+-])(\d)$/, 'e$10$2')
}
