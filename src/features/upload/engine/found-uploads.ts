import { ApiError } from '#api/client.ts'
import { readUpload } from '#api/boot-resources.ts'
import { listRecords, type Owner } from '#api/store/records.ts'
import { GONE } from '#features/upload/rules/failure.ts'
import type { UploadMemory } from './job.ts'
import type { createList } from './list.ts'
import type { otherTabs } from './other-tabs.ts'
import { type Stored, UPLOAD } from './stored.ts'
import type { Upload } from './upload.ts'

type Needs = Pick<ReturnType<typeof createList>, 'list' | 'get' | 'set' | 'add' | 'remove'> & {
  readonly owner: Owner
  readonly others: ReturnType<typeof otherTabs>
  readonly store: (key: string) => UploadMemory
  readonly forget: (key: string) => Promise<void>
  readonly onChange: () => void
}

/** The uploads of other tabs, and of this tab before it was reloaded. */
export function createFound({ owner, others, list, get, set, add, remove, store, forget, onChange }: Needs) {
  let loading: Promise<void> | null = null

  async function read(): Promise<void> {
    const elsewhere = await others.keys()
    // after the other tabs have answered: what was canceled meanwhile must not come back
    const records = await listRecords(UPLOAD, owner)
    for (const { key, phase } of list()) {
      const isOurs = phase !== 'elsewhere' && phase !== 'needs-file'
      // another tab has completed or canceled it
      if (!isOurs && store(key).stored && !records.has(key)) remove(key)
    }
    const free: [string, Stored][] = []
    for (const [key, record] of records) {
      const known = get(key)
      if (known?.phase === 'needs-file' && elsewhere.has(key)) set(key, { phase: 'elsewhere', failure: null })
      if (known && known.phase !== 'elsewhere') continue
      store(key).stored = record
      const upload = uploadOf(key, record, elsewhere.has(key))
      if (known) set(key, upload)
      else add(upload)
      if (!elsewhere.has(key)) free.push([key, record])
    }
    await Promise.all(free.map(([key, record]) => check(key, record)))
  }

  /** What became of an upload whose page was closed: the last chunk may have arrived, or someone has deleted it. */
  async function check(key: string, { form, begun }: Stored): Promise<void> {
    if (!begun) return
    const there = await readUpload(begun.resource).catch((error: unknown) =>
      error instanceof ApiError && error.status === 404 ? null : undefined,
    )
    // unless the user was faster
    if (there === undefined || get(key)?.phase !== 'needs-file') return
    if (there?.sha256 !== form.sha256) set(key, { phase: 'failed', failure: GONE })
    else if (there.complete) {
      await forget(key)
      set(key, { phase: 'done', confirmed: form.size })
      onChange()
    }
  }

  return {
    load: (): Promise<void> => (loading ??= read().finally(() => (loading = null))),
  }
}

function uploadOf(key: string, { fileName, form, begun }: Stored, elsewhere: boolean): Upload {
  const { sha256: _, size, ...target } = form
  const phase = elsewhere ? 'elsewhere' : 'needs-file'
  const confirmed = begun?.confirmed ?? 0
  return { key, fileName, size, target, phase, read: 0, confirmed, samples: [], failure: null }
}
