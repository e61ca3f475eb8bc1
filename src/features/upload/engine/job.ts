import type { NewUpload } from '#contract/uploads.ts'
import { OTHER_FILE } from '#features/upload/rules/failure.ts'
import { announce } from './announce.ts'
import { Stopped } from './persist.ts'
import { sendAll, type SendNeeds } from './send.ts'
import type { Stored } from './stored.ts'
import type { SumFile } from './sum-file.ts'
import type { Upload } from './upload.ts'

export type JobNeeds = SendNeeds & {
  readonly sum: SumFile
  readonly find: (form: NewUpload) => Promise<number | null>
  readonly forget: () => Promise<void>
  readonly show: (change: Partial<Upload>) => void
  /** MAAS has a new image. */
  readonly onBegun: () => void
}

/** What is known of an upload besides what is shown. */
export type UploadMemory = { sha256?: string; stored?: Stored }

/** Sends one file: computes its SHA256, announces it, and sends its chunks. Throws Stopped, or the reason of the signal. */
export async function runJob(
  { fileName, target }: Upload,
  file: File,
  kept: UploadMemory,
  needs: JobNeeds,
): Promise<void> {
  const { signal, show, sum, onBegun } = needs
  if (kept.sha256 === undefined) {
    show({ phase: 'reading', read: 0, failure: null })
    kept.sha256 = await sum(file, (read) => show({ read }), signal)
  }
  const { sha256, stored: before } = kept
  if (before && before.form.sha256 !== sha256) throw new Stopped(OTHER_FILE)
  show({ phase: 'sending', failure: null })
  const form: NewUpload = { ...target, sha256, size: file.size }
  let begun = before?.begun ?? null
  if (begun === null) {
    begun = await announce(fileName, form, before, needs)
    onBegun()
  }
  await sendAll(file, { fileName, form, begun }, needs)
}
