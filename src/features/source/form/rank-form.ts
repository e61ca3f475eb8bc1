import { sourceLabel } from '#selections/source-name.ts'
import type { SourceExtras } from '#api/sources.ts'
import type { SourceState } from '#features/source/rules/model.ts'

/** What MAAS 3.8 and later ask of a source beside address and keyring, as it is typed. */
export type RankForm = {
  /** '': its address. */
  readonly name: string
  readonly priority: string
  readonly enabled: boolean
  readonly skips: boolean
}
export type RankErrors = { readonly name?: string; readonly priority?: string }

const LONGEST_NAME = 255

/** Filled with what a source has; a new one goes before all others, as MAAS would have it. */
export function prefillRank(
  extras: SourceExtras | undefined,
  url: string,
  sources: readonly SourceState[],
): RankForm {
  if (!extras) {
    const highest = Math.max(0, ...sources.map(({ source }) => source.priority ?? 0))
    return { name: '', priority: String(highest + 1), enabled: true, skips: false }
  }
  return {
    // a name that is only the address follows it
    name: extras.name === url ? '' : extras.name,
    priority: String(extras.priority),
    enabled: extras.enabled,
    skips: extras.skip_keyring_verification,
  }
}

/** What the form asks for, or what is wrong with it. `others` are the sources that stay beside this one. */
export function readRank(
  form: RankForm,
  url: string,
  others: readonly SourceState[],
): { extras: SourceExtras } | { errors: RankErrors } {
  const name = form.name.trim() || url
  if (name.length > LONGEST_NAME) {
    return {
      errors: { name: `A name has at most ${LONGEST_NAME} characters; this one has ${name.length}.` },
    }
  }
  if (others.some(({ source }) => source.name === name)) {
    return { errors: { name: 'Another source of this region has this name. Choose another one.' } }
  }
  if (!/^\d{1,9}$/.test(form.priority.trim())) {
    return { errors: { priority: 'Give a whole number, 0 or more. The highest goes first.' } }
  }
  const priority = Number(form.priority)
  const same = others.find(({ source }) => source.priority === priority)
  if (same) {
    const said = `“${sourceLabel(same.source)}” has this priority. Choose another number.`
    return { errors: { priority: said } }
  }
  return { extras: { name, priority, enabled: form.enabled, skip_keyring_verification: form.skips } }
}
