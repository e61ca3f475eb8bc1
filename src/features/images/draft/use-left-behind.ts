import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { listRecords, removeOver, removeRecord, type Owner } from '#api/store/records.ts'
import { tabIdFor } from '#api/store/tab-id.ts'
import { instant } from '#lib/time.ts'
import { rebase } from '#features/images/rules/selection.ts'
import { draftOn, isOwed, UNSAVED, type Unsaved } from './unsaved.ts'
import { openTabs } from './unsaved-work.ts'
import type { Draft, Saved } from '#features/images/rules/model.ts'
import type { useDraft } from './use-draft.ts'
import type { useImages } from '#features/images/data/use-images.ts'

type Use = {
  readonly data: Pick<ReturnType<typeof useImages>, 'owner' | 'saved' | 'sources' | 'region' | 'images'>
  readonly draft: ReturnType<typeof useDraft>
  /** Why nothing can be selected now; null: selecting is possible. */
  readonly off: string | null
}

/** The newest unsaved work of a closed tab of this user; null: there is none for this region. */
export function useLeftBehind({ data, draft, off }: Use) {
  const client = useQueryClient()
  const { owner, saved, sources, region } = data
  const queryKey = ['left-behind', owner?.region, owner?.user]
  const found = useQuery({
    queryKey,
    queryFn: () => (owner ? leftBehind(owner) : []),
    enabled: owner !== null && saved !== null,
  }).data
  const lastStarted = region.data?.sync.lastStarted ?? null
  const offered = useMemo(
    () => (found && saved && sources ? firstOf(found, { saved, sources, lastStarted }) : null),
    [found, saved, sources, lastStarted],
  )

  const forget = async (tab: string) => {
    if (owner) await forgetLeft(owner, tab)
    await client.invalidateQueries({ queryKey })
  }
  const restore = async ({ tab, unsaved }: UnsavedOfTab) => {
    await draft.restore(unsaved)
    await forget(tab)
  }
  // if only an import is left to start, the save bar shows that instead of a notice
  const owedOnly = offered?.draft.size === 0 ? offered : null
  const restored = useRef<string | null>(null)
  useEffect(() => {
    if (!owedOnly || off !== null || restored.current === owedOnly.tab) return
    restored.current = owedOnly.tab
    void restore(owedOnly)
  })

  if (!offered || owedOnly) return null
  return {
    at: offered.unsaved.at,
    draft: offered.draft,
    restore: () => restore(offered),
    discard: () => forget(offered.tab),
  }
}

type Now = {
  readonly saved: Saved
  readonly sources: NonNullable<Use['data']['sources']>
  readonly lastStarted: string | null
}

/** The first one with content: a selection that is still unsaved, or an import that still has to be started. */
export function firstOf(
  found: readonly UnsavedOfTab[],
  { saved, sources, lastStarted }: Now,
): (UnsavedOfTab & { readonly draft: Draft }) | null {
  const present = sources.map(({ source }) => source)
  for (const { tab, unsaved } of found) {
    const draft = rebase(draftOn(unsaved, present), saved)
    const left = withoutStartedImport(unsaved, lastStarted)
    if (draft.size > 0 || isOwed(left)) return { tab, unsaved: left, draft }
  }
  return null
}

/** If an import has begun since, it downloads what was saved, so none has to be started. */
function withoutStartedImport(unsaved: Unsaved, lastStarted: string | null): Unsaved {
  const began = instant(lastStarted)
  return began !== null && began > Date.parse(unsaved.at)
    ? { ...unsaved, importOwed: false, steps: [], runningImport: undefined }
    : unsaved
}

/** The unsaved work of a closed tab. */
export type UnsavedOfTab = { readonly tab: string; readonly unsaved: Unsaved }

const KEPT_FOR_MS = 30 * 24 * 3_600_000

/**
 * The unsaved work of closed tabs, the newest first. Work of any user that was not restored for 30 days is deleted,
 * because the user may never return. The work of open tabs is left out.
 */
export async function leftBehind(owner: Owner): Promise<UnsavedOfTab[]> {
  const open = [tabIdFor(owner), ...(await openTabs.ask())]
  const isLeft = (tab: string) => !open.includes(tab)
  await removeOver(UNSAVED, ({ at }, tab) => isLeft(tab) && Date.parse(at) < Date.now() - KEPT_FOR_MS)
  return [...(await listRecords(UNSAVED, owner))]
    .filter(([tab]) => isLeft(tab))
    .map(([tab, unsaved]) => ({ tab, unsaved }))
    .sort((a, b) => Date.parse(b.unsaved.at) - Date.parse(a.unsaved.at))
}

const forgetLeft = (owner: Owner, tab: string): Promise<void> => removeRecord(UNSAVED, owner, tab)
