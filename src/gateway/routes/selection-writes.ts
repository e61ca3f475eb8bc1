import * as z from 'zod/mini'
import { EXPECTED } from '#contract/expected.ts'
import { newSelection, type NewSelection, selection, type Selection } from '#contract/maas.ts'
import { readExpected, claimOf } from './expected.ts'
import type { Caller } from '#gateway/images/caller-cache.ts'
import { parseBody } from '#gateway/http/parse-body.ts'
import { comparedWrite, isSelectionAsExpected } from './compared-write.ts'
import { encodeForm } from '#gateway/answers/encode.ts'
import { API } from './api-path.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { RegionClient } from '#gateway/region/region-client.ts'
import type { KeyRoute } from './routes.ts'
import type { Claim, WithLocks } from './write-locks.ts'
import { readAnswer } from '#gateway/region/read-answer.ts'

type Named = Pick<NewSelection, 'os' | 'release'>

const pathOf = (sourceId: number | undefined) => `boot-sources/${sourceId}/selections/`

export const readSelections = (region: RegionClient, sourceId: number | undefined): Promise<Selection[]> =>
  region.get(pathOf(sourceId), z.array(selection))

/** The locks for one OS and release of a source, whether the selection exists or is to be created. */
const claimsOf = (sourceId: number | undefined, { os, release }: Named): Claim[] => [
  claimOf(sourceId, false),
  { key: JSON.stringify([sourceId, os, release]), alone: true },
]

const isOf =
  ({ os, release }: Named) =>
  (one: Named) =>
    one.os === os && one.release === release

/**
 * Writes to selections: read, compare with what the page expects, write; one at a time per selection.
 * @param emptyIsAll whether this MAAS takes an empty list of kernels or labels as all
 */
export function selectionWrites(withLocks: WithLocks, emptyIsAll: () => Promise<boolean>): KeyRoute[] {
  const create: KeyRoute['handle'] = async ({ ids: [sourceId], body }, { id: by, region }) => {
    const wanted = parseBody(newSelection, body)
    readExpected(EXPECTED.createSelection, body)
    const comparison = {
      read: async () => (await readSelections(region, sourceId)).find(isOf(wanted)) ?? null,
      isExpected: (there: Selection | null) => there === null,
      stateOf,
    }
    return withLocks(by, claimsOf(sourceId, wanted), () =>
      comparedWrite(comparison, async () => {
        const said = await region.send('POST', pathOf(sourceId), { body: encodeForm(wanted) })
        return { status: said.status, body: readAnswer('selections', said.text, selection) }
      }),
    )
  }

  const update: KeyRoute['handle'] = async ({ ids, body }, caller) => {
    const wanted = parseBody(newSelection, body)
    const expected = readExpected(EXPECTED.changeSelection, body)
    if (!isOf(expected)(wanted)) {
      throw new Refusal(
        400,
        'bad-request',
        'The operating system and release of a selection cannot be changed.',
      )
    }
    return ifAsExpected(ids, expected, caller, async (path) => {
      const said = await caller.region.send('PUT', path, { body: encodeForm(wanted) })
      return { status: said.status, body: readAnswer('selections', said.text, selection) }
    })
  }

  const remove: KeyRoute['handle'] = async ({ ids, body }, caller) =>
    ifAsExpected(ids, readExpected(EXPECTED.changeSelection, body), caller, async (path) => {
      await caller.region.send('DELETE', path)
      return { status: 204 }
    })

  const ifAsExpected = <T>(
    [sourceId, id]: readonly number[],
    expected: z.infer<(typeof EXPECTED)['changeSelection']>,
    { id: by, region }: Caller,
    write: (path: string) => Promise<T>,
  ) => {
    const comparison = {
      read: async () => {
        const all = await readSelections(region, sourceId)
        // a selection that was deleted and created again has another id
        return all.find((one) => one.id === id) ?? all.find(isOf(expected)) ?? null
      },
      isExpected: async (there: Selection | null) =>
        there !== null && there.id === id && (await isSelectionAsExpected(there, expected, emptyIsAll)),
      stateOf,
    }
    return withLocks(by, claimsOf(sourceId, expected), () =>
      comparedWrite(comparison, () => write(`${pathOf(sourceId)}${id}/`)),
    )
  }

  const path = `${API}/boot-sources/{id}/selections/`
  return [
    { method: 'POST', path, handle: create },
    { method: 'PUT', path: `${path}{id}/`, handle: update },
    { method: 'DELETE', path: `${path}{id}/`, handle: remove },
  ]
}

const stateOf = (there: Selection | null) => ({ what: 'selection' as const, selection: there })
