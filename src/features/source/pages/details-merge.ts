import type { BootSource } from '#contract/maas.ts'
import { prefillRank, type RankForm } from '#features/source/form/rank-form.ts'
import { extrasOf } from '#features/source/rules/model.ts'

/** What a form shows when someone else has changed the source: what the person changed, and else what MAAS has now. */
export function mergedDetails(form: RankForm, before: BootSource, now: BootSource): RankForm {
  const [base, there] = [formOf(before), formOf(now)]
  return {
    name: form.name === base.name ? there.name : form.name,
    priority: form.priority === base.priority ? there.priority : form.priority,
    enabled: form.enabled === base.enabled ? there.enabled : form.enabled,
    skips: form.skips === base.skips ? there.skips : form.skips,
  }
}

/** The form that a source opens with. */
const formOf = (source: BootSource): RankForm => prefillRank(extrasOf(source), source.url, [])

/** What someone else changed of a source, in sentences. */
export function changedDetails(before: BootSource, now: BootSource): string[] {
  const changed = (key: keyof BootSource) => before[key] !== now[key]
  return [
    changed('url') && `The URL is now ${now.url} (was ${before.url}).`,
    (changed('keyring_filename') || changed('keyring_data')) && 'The keyring is another one now.',
    changed('name') && `The name is now “${now.name}” (was “${before.name}”).`,
    changed('priority') && `The priority is now ${now.priority} (was ${before.priority}).`,
    changed('enabled') && `The source is now ${now.enabled ? 'enabled' : 'disabled'}.`,
    changed('skip_keyring_verification') &&
      `MAAS now ${now.skip_keyring_verification ? 'skips' : 'does'} keyring verification.`,
  ].filter((sentence) => sentence !== false)
}
