import * as z from 'zod/mini'

/** A field that may be left out, and its value then. */
// oxlint-disable-next-line no-underscore-dangle -- zod's name; taking it out of the namespace would bundle all of zod
export const withDefault = z._default

/** A schema with the description that the OpenAPI document shows. */
export function described<T extends z.ZodMiniType>(schema: T, description: string): T {
  z.globalRegistry.add(schema, { description })
  return schema
}

/** A name without spaces, as MAAS has them. */
export const nameOf = (what: string) =>
  z
    .string('must be text')
    .check(z.regex(/^[^\s/]{1,255}$/, `must be the name of ${what}, without spaces and slashes`))

export const count = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  z
    .int('must be a whole number')
    .check(z.minimum(least, `must be at least ${least}`), z.maximum(most, `must be at most ${most}`))

/** ms since 1970, in the region's time. */
export const time = z
  .number('must be milliseconds since 1970')
  .check(z.minimum(0, 'must be 1970 to 9999'), z.maximum(253_402_300_799_999, 'must be 1970 to 9999'))
export const text = z.string('must be text')
export const yesNo = z.boolean('must be true or false')

/** How many times as fast as the wall clock. */
export const speed = z
  .number('must be a number')
  .check(z.minimum(0, 'must be 0 to 100,000'), z.maximum(100_000, 'must be 0 to 100,000'))
