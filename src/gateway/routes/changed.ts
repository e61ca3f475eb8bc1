import type { ThereNow } from '#contract/belief.ts'
import { Refusal } from '#gateway/refusal.ts'

const WHAT: Readonly<Record<ThereNow['what'], string>> = {
  selection: 'this selection',
  source: 'this boot source',
  sources: 'the boot sources',
}

/**
 * MAAS has something else than the page believed, so nothing was written. 409 and not 412, which is about conditions in
 * the headers of a request: the belief is in its body, and the answer holds what is there now.
 */
export class Changed extends Refusal {
  override readonly now: ThereNow

  constructor(now: ThereNow) {
    const message = `Someone else changed ${WHAT[now.what]} in MAAS. Your change was not saved. Check what MAAS has now, then try again.`
    super(409, 'changed', message)
    this.now = now
  }
}
