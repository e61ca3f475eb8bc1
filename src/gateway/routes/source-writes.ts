import * as z from 'zod/mini'
import { EXPECTED } from '#contract/expected.ts'
import { type BootSource, bootSource, type Selection } from '#contract/maas.ts'
import { ALL_SOURCES, readExpected, claimOf } from './expected.ts'
import { MOST_BODY } from '#gateway/requests/caller-limits.ts'
import { parseBody } from '#gateway/http/parse-body.ts'
import {
  areSelectionsAsExpected,
  areSourcesAsExpected,
  comparedWrite,
  isSourceAsExpected,
} from './compared-write.ts'
import { encodeForm, encodeMultipart } from '#gateway/answers/encode.ts'
import { API } from './api-path.ts'
import type { RegionClient } from '#gateway/region/region-client.ts'
import type { KeyRoute } from './routes.ts'
import { readSelections } from './selection-writes.ts'
import type { WithLocks } from './write-locks.ts'
import { fromBase64 } from '#lib/text/base64.ts'
import { readAnswer } from '#gateway/region/read-answer.ts'

// each part begins with characters that the previous part cannot contain; otherwise endless spaces would take hours
const base64 = z.string().check(z.maxLength(1_000_000), z.regex(/^[A-Za-z0-9+/\s]*(=\s*){0,2}$/))
const short = z.string().check(z.maxLength(2_000))
const sourceChange = z.object({
  url: z.optional(short),
  keyring_filename: z.optional(short),
  /** base64 */
  keyring_data: z.optional(base64),
  // MAAS 3.8 and later; older versions ignore it
  name: z.optional(z.string().check(z.maxLength(255))),
  priority: z.optional(z.int().check(z.nonnegative())),
  enabled: z.optional(z.boolean()),
  skip_keyring_verification: z.optional(z.boolean()),
})
const newSource = z.extend(sourceChange, { url: short })

function encode(schema: z.ZodMiniType<z.infer<typeof sourceChange>>, body: unknown) {
  const { keyring_data: data, ...fields } = parseBody(schema, body)
  return data
    ? encodeMultipart(fields, { name: 'keyring_data', bytes: fromBase64(data) })
    : encodeForm(fields)
}

const SOURCES = 'boot-sources/'
const readSources = (region: RegionClient): Promise<BootSource[]> => region.get(SOURCES, z.array(bootSource))
const readSource = async (region: RegionClient, id: number | undefined) =>
  (await readSources(region)).find((one) => one.id === id) ?? null

/**
 * Writes of boot sources: read, compare with what the page expects, write; one at a time, and none during a write to a
 * selection of the source. A deletion must also state the selections, because MAAS deletes them with the source. @param
 * emptyIsAll whether this MAAS takes an empty list of kernels or labels as all.
 */
export function sourceWrites(withLocks: WithLocks, emptyIsAll: () => Promise<boolean>): KeyRoute[] {
  const create: KeyRoute['handle'] = async ({ body }, { id: by, region }) => {
    const form = await encode(newSource, body)
    const expected = readExpected(EXPECTED.createSource, body)
    const comparison = {
      read: () => readSources(region),
      isExpected: (there: BootSource[]) => areSourcesAsExpected(there, expected),
      stateOf: (sources: BootSource[]) => ({ what: 'sources' as const, sources }),
    }
    return withLocks(by, [ALL_SOURCES], () =>
      comparedWrite(comparison, async () => {
        const said = await region.send('POST', SOURCES, { body: form })
        return { status: said.status, body: readAnswer('boot-sources', said.text, bootSource) }
      }),
    )
  }

  const update: KeyRoute['handle'] = async ({ ids: [id], body }, { id: by, region }) => {
    const form = await encode(sourceChange, body)
    const expected = readExpected(EXPECTED.changeSource, body)
    const comparison = {
      read: () => readSource(region, id),
      isExpected: (there: BootSource | null) => there !== null && isSourceAsExpected(there, expected),
      stateOf: (there: BootSource | null) => ({ what: 'source' as const, source: there, selections: null }),
    }
    return withLocks(by, [ALL_SOURCES, claimOf(id, true)], () =>
      comparedWrite(comparison, async () => {
        const said = await region.send('PUT', `${SOURCES}${id}/`, { body: form })
        return { status: said.status, body: readAnswer('boot-sources', said.text, bootSource) }
      }),
    )
  }

  const remove: KeyRoute['handle'] = async ({ ids: [id], body }, { id: by, region }) => {
    const { selections: expected, ...source } = readExpected(EXPECTED.deleteSource, body)
    type There = { readonly source: BootSource | null; readonly selections: Selection[] }
    const comparison = {
      read: async (): Promise<There> => {
        const there = await readSource(region, id)
        return { source: there, selections: there ? await readSelections(region, id) : [] }
      },
      isExpected: async (there: There) =>
        there.source !== null &&
        isSourceAsExpected(there.source, source) &&
        (await areSelectionsAsExpected(there.selections, expected, emptyIsAll)),
      stateOf: (there: There) => ({ what: 'source' as const, ...there }),
    }
    return withLocks(by, [ALL_SOURCES, claimOf(id, true)], () =>
      comparedWrite(comparison, async () => {
        await region.send('DELETE', `${SOURCES}${id}/`)
        return { status: 204 }
      }),
    )
  }

  const path = `${API}/boot-sources/`
  return [
    { method: 'POST', path, most: MOST_BODY.keyring, handle: create },
    { method: 'PUT', path: `${path}{id}/`, most: MOST_BODY.keyring, handle: update },
    // the expected source and selections may be long
    { method: 'DELETE', path: `${path}{id}/`, most: MOST_BODY.keyring, handle: remove },
  ]
}
