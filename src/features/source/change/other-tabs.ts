import { tabQuestion } from '#api/store/ask-tabs.ts'
import { isChanging } from './change-state.ts'

/* One browser makes one change of source at a time, and keeps one: who wants to begin, or to finish it, asks first. */

const question = tabQuestion('maas-images change of source', () => (isChanging() ? 'changing' : null))

/** Whether another tab of this browser changes a source now. Resolves soon; from now on this page answers the others. */
export const isChangingElsewhere = async (): Promise<boolean> =>
  (await question.ask({ first: true })).length > 0
