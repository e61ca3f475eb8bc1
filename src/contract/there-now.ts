import * as z from 'zod/mini'
import { bootSource, IMAGE_SETTINGS, PROXY_SWITCHES, selection } from './maas.ts'

/** The same as in `expected.ts`. */
const text = z.string().check(z.maxLength(10_000))

/** What MAAS has instead of what was expected. null: the object does not exist, or no longer exists. */
export const thereNow = z.discriminatedUnion('what', [
  z.object({ what: z.literal('selection'), selection: z.nullable(selection) }),
  z.object({
    what: z.literal('source'),
    source: z.nullable(bootSource),
    /** null: the selections were not compared. */
    selections: z.nullable(z.array(selection)),
  }),
  z.object({ what: z.literal('sources'), sources: z.array(bootSource) }),
  z.object({
    what: z.literal('setting'),
    name: z.enum([...IMAGE_SETTINGS, ...PROXY_SWITCHES]),
    value: text,
  }),
])
export type ThereNow = z.infer<typeof thereNow>
