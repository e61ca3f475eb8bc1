/** A string of Terraform's language. `\${` and `%{` would begin a template in it. */
export const hclString = (text: string): string =>
  `"${text.replaceAll(/["\\\p{Cc}\u2028\u2029\uFEFF]|[$%](?=\{)/gu, escaped)}"`

function escaped(char: string): string {
  if (char === '"' || char === '\\') return `\\${char}`
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}
