import type { ThereNow } from '#contract/there-now.ts'
import { Refusal } from '#gateway/refusal.ts'

const WHAT: Readonly<Record<ThereNow['what'], string>> = {
  selection: 'this selection',
  source: 'this boot source',
  sources: 'the boot sources',
  setting: 'this setting',
}

/**
 * MAAS has something other than the page expected, so nothing was written. Status 409 instead of 412, which is for
 * conditions in headers: the expected state is in the body. The answer contains what MAAS has now.
 */
export class Changed extends Refusal {
  override readonly now: ThereNow

  constructor(now: ThereNow) {
    const message = `Someone else changed ${WHAT[now.what]} in MAAS. Your change was not saved. Check what MAAS has now, then try again.`
    super(409, 'changed', message)
    this.now = now
  }
}
