import { tabQuestion } from '#api/store/ask-tabs.ts'
import { isChanging } from './change-state.ts'

/*
 * A browser makes, and remembers, one source change at a time: a page checks the other tabs before it begins or
 * finishes one.
 */

const question = tabQuestion('maas-images change of source', () => (isChanging() ? 'changing' : null))

/**
 * Whether another tab of this browser is changing a source now. Resolves soon; from then on this page answers the other
 * tabs.
 */
export const isChangingElsewhere = async (): Promise<boolean> =>
  (await question.ask({ first: true })).length > 0
