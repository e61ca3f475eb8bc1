import { percent } from '#lib/percent.ts'
import type { Upload } from '#features/upload/engine/upload.ts'

/** What other pages show of the uploads. */
export type UploadSummary = {
  readonly key: string
  /** "Web server" */
  readonly name: string
  /** What a screen reader announces: the state without what changes all the time. */
  readonly state: string
  /** "43 %"; '' where it says nothing. */
  readonly share: string
  /** How many other uploads there are. */
  readonly others: number
}

/** Which upload counts most: one that runs, then one that needs the user. */
const ORDER: readonly Upload['phase'][] = [
  'sending',
  'checking',
  'reading',
  'retrying',
  'deleting',
  'failed',
  'needs-file',
  'paused',
  'elsewhere',
  'waiting',
  'done',
]

const STATES: Readonly<Record<Upload['phase'], string>> = {
  sending: 'uploading',
  checking: 'uploading',
  reading: 'computing the SHA256',
  retrying: 'interrupted, trying again',
  deleting: 'deleting',
  failed: 'failed',
  'needs-file': 'choose its file again',
  paused: 'paused',
  elsewhere: 'in another tab',
  waiting: 'waiting',
  done: 'complete',
}

/** The upload that matters most now; null: none. @param seen completed uploads that the user has seen on their page */
export function uploadSummary(list: readonly Upload[], seen: ReadonlySet<string>): UploadSummary | null {
  const shown = list.filter(({ key, phase }) => phase !== 'done' || !seen.has(key))
  const [first] = shown.toSorted((a, b) => ORDER.indexOf(a.phase) - ORDER.indexOf(b.phase))
  if (!first) return null
  const { key, phase, target, size, read, confirmed } = first
  const share = `${percent(phase === 'reading' ? read : confirmed, size)} %`
  return {
    key,
    name: target.title || target.name,
    state: STATES[phase],
    share: ['done', 'waiting', 'deleting'].includes(phase) ? '' : share,
    others: shown.length - 1,
  }
}
