import * as z from 'zod/mini'
import { anyAnswer, MAAS, request } from '#api/client.ts'
import { effectiveSelections, type RankedSource } from '#api/effective-selections.ts'
import type { ExpectedSelection } from '#contract/expected.ts'
import { selection, type NewSelection, type Selection } from '#contract/maas.ts'
import { plainSelection } from '#selections/wanted.ts'

/** The selections of one source as MAAS acts on them now, bypassing every cache. */
export const readSelections = async (source: RankedSource): Promise<Selection[]> =>
  effectiveSelections(
    source,
    await request(`${MAAS}boot-sources/${source.id}/selections/`, z.array(selection)),
  )

/* Each write carries what it expects to be in MAAS. If MAAS has something else, nothing is written (`isChanged`). */

/** Expects the source to have no selection of this OS and release yet. */
export const createSelection = (sourceId: number, body: NewSelection): Promise<Selection> =>
  request(`${MAAS}boot-sources/${sourceId}/selections/`, selection, {
    method: 'POST',
    body: { ...body, expected: null },
  })

export const updateSelection = (
  sourceId: number,
  id: number,
  body: NewSelection,
  expected: ExpectedSelection,
): Promise<Selection> =>
  request(`${MAAS}boot-sources/${sourceId}/selections/${id}/`, selection, {
    method: 'PUT',
    body: { ...body, expected: plainSelection(expected) },
  })

export const deleteSelection = (
  sourceId: number,
  id: number,
  expected: ExpectedSelection,
): Promise<unknown> =>
  request(`${MAAS}boot-sources/${sourceId}/selections/${id}/`, anyAnswer, {
    method: 'DELETE',
    body: { expected: plainSelection(expected) },
  })
