import type { BootSource } from '#contract/maas.ts'
import { prefillRank, type RankForm } from '#features/source/form/rank-form.ts'
import { extrasOf } from '#features/source/rules/model.ts'

/**
 * The form after someone else changed the source: fields that this user changed keep their value, all others follow
 * MAAS.
 */
export function mergedDetails(form: RankForm, before: BootSource, now: BootSource): RankForm {
  const [base, there] = [formOf(before), formOf(now)]
  return {
    name: form.name === base.name ? there.name : form.name,
    priority: form.priority === base.priority ? there.priority : form.priority,
    enabled: form.enabled === base.enabled ? there.enabled : form.enabled,
    skips: form.skips === base.skips ? there.skips : form.skips,
  }
}

/** The form as it is prefilled from a source. */
const formOf = (source: BootSource): RankForm => prefillRank(extrasOf(source), source.url, [])

/** What someone else changed in a source, as sentences. */
export function changedDetails(before: BootSource, now: BootSource): string[] {
  const changed = (key: keyof BootSource) => before[key] !== now[key]
  return [
    changed('url') && `The URL is now ${now.url} (was ${before.url}).`,
    (changed('keyring_filename') || changed('keyring_data')) && 'The keyring was replaced.',
    changed('name') && `The name is now “${now.name}” (was “${before.name}”).`,
    changed('priority') && `The priority is now ${now.priority} (was ${before.priority}).`,
    changed('enabled') && `The source is now ${now.enabled ? 'enabled' : 'disabled'}.`,
    changed('skip_keyring_verification') &&
      `MAAS now ${now.skip_keyring_verification ? 'skips keyring verification' : 'verifies the keyring'}.`,
  ].filter((sentence) => sentence !== false)
}
