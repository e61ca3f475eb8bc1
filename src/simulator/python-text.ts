/** A text as Python shows it in a message: in single quotes, unless only double ones need no escape. */
export function pythonText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replaceAll('\\', String.raw`\\`).replaceAll(quote, `\\${quote}`)
  return `${quote}${escaped}${quote}`
}
