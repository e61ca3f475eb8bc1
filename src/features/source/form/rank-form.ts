import { sourceLabel } from '#selections/source-name.ts'
import type { SourceExtras } from '#api/sources.ts'
import type { SourceState } from '#features/source/rules/model.ts'

/** What MAAS 3.8 and later need for a source in addition to URL and keyring, as entered. */
export type RankForm = {
  /** '': the URL is used. */
  readonly name: string
  readonly priority: string
  readonly enabled: boolean
  readonly skips: boolean
}
export type RankErrors = { readonly name?: string; readonly priority?: string }

const LONGEST_NAME = 255

/** Prefilled from a source; a new source goes before all others, which is also MAAS's default. */
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
    // a name that equals the URL follows it
    name: extras.name === url ? '' : extras.name,
    priority: String(extras.priority),
    enabled: extras.enabled,
    skips: extras.skip_keyring_verification,
  }
}

/** The entered values, or what is wrong with them. `others` are the region's other sources. */
export function readRank(
  form: RankForm,
  url: string,
  others: readonly SourceState[],
): { extras: SourceExtras } | { errors: RankErrors } {
  const name = form.name.trim() || url
  if (name.length > LONGEST_NAME) {
    return {
      errors: { name: `A name can have at most ${LONGEST_NAME} characters. This one has ${name.length}.` },
    }
  }
  if (others.some(({ source }) => source.name === name)) {
    return { errors: { name: 'Another source of this region already has this name. Enter another name.' } }
  }
  if (!/^\d{1,9}$/.test(form.priority.trim())) {
    return {
      errors: {
        priority: 'Enter a whole number, 0 or higher. The source with the highest number goes first.',
      },
    }
  }
  const priority = Number(form.priority)
  const same = others.find(({ source }) => source.priority === priority)
  if (same) {
    const said = `“${sourceLabel(same.source)}” already has this priority. Enter another number.`
    return { errors: { priority: said } }
  }
  return { extras: { name, priority, enabled: form.enabled, skip_keyring_verification: form.skips } }
}
