/** A JSON object as JSON.parse returns it, with all its keys: zod's record leaves out `__proto__`. */
export type PlainObject = Readonly<Record<string, unknown>>

export const isPlainObject = (value: unknown): value is PlainObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
