import * as z from 'zod/mini'
import type { Draft } from './model.ts'
import { releaseKey } from './selection.ts'

const names = z.array(z.string().check(z.minLength(1), z.maxLength(200))).check(z.maxLength(200))
const wanted = z.nullable(z.object({ arches: names, subarches: names, labels: names }))
const stored = z.object({
  version: z.literal(1),
  releases: z
    .array(
      z.object({
        sourceId: z.int().check(z.nonnegative()),
        os: z.string().check(z.minLength(1), z.maxLength(200)),
        release: z.string().check(z.minLength(1), z.maxLength(200)),
        base: wanted,
        wanted,
        on: z.optional(z.object({ url: z.string(), keyring: z.string() })),
      }),
    )
    .check(z.maxLength(5_000)),
})

/** The draft as text that survives a reload. */
export const serialiseDraft = (draft: Draft): string =>
  JSON.stringify({ version: 1, releases: [...draft.values()] })

/** The draft that was kept; whatever cannot be read is no draft. */
export function parseDraft(text: string | null): Draft {
  const parsed = stored.safeParse(json(text))
  if (!parsed.success) return new Map()
  return new Map(parsed.data.releases.map((release) => [releaseKey(release), release]))
}

function json(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}
