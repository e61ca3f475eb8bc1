import type { ImageSettings } from '#api/image-settings.ts'
import { IMAGE_SETTINGS, type ImageSetting } from '#contract/maas.ts'
import type { PlanStep } from '#show-as/rules/model.ts'
import type { Table } from '#features/images/rules/model.ts'
import { choicesOf } from './choices.ts'

/** A changed value, and the value that MAAS had when the person changed it. */
type Edit = { readonly value: string; readonly base: string }
export type Edits = Readonly<Partial<Record<ImageSetting, Edit>>>

/** In the order in which MAAS accepts them: a kernel depends on the commissioning release, a release on its OS. */
export const WRITE_ORDER: readonly ImageSetting[] = [
  'commissioning_distro_series',
  'default_min_hwe_kernel',
  'default_osystem',
  'default_distro_series',
]

/** MAAS's own labels, shortened. */
export const LABELS: Readonly<Record<ImageSetting, string>> = {
  commissioning_distro_series: 'Commissioning release',
  default_min_hwe_kernel: 'Default minimum kernel',
  default_osystem: 'Default operating system',
  default_distro_series: 'Default release',
}

/** The settings with the edits applied. */
export const editedSettings = (now: ImageSettings, edits: Edits): ImageSettings =>
  Object.fromEntries(IMAGE_SETTINGS.map((name) => [name, edits[name]?.value ?? now[name]])) as ImageSettings

/** The edits that differ from what MAAS has. */
export const changedSettings = (now: ImageSettings, edits: Edits): ImageSetting[] =>
  WRITE_ORDER.filter((name) => {
    const edit = edits[name]
    return edit !== undefined && edit.value !== now[name]
  })

/**
 * The edits after a person chose a value. Another OS has other releases: the first that MAAS would accept is chosen
 * with it.
 */
export function withEdit(
  edits: Edits,
  now: ImageSettings,
  name: ImageSetting,
  value: string,
  table: Table,
): Edits {
  const set = (of: ImageSetting, to: string): Edits => ({
    [of]: { value: to, base: edits[of]?.base ?? now[of] },
  })
  const next = { ...edits, ...set(name, value) }
  if (name !== 'default_osystem') return next
  const releases = choicesOf('default_distro_series', table, {
    ...editedSettings(now, next),
    default_distro_series: value === now.default_osystem ? now.default_distro_series : '',
  }).filter((choice) => choice.value !== '')
  const own = releases.find((choice) => choice.value === now.default_distro_series)
  const release = own ?? releases.find(({ accepted }) => accepted) ?? releases[0]
  return { ...next, ...set('default_distro_series', release?.value ?? now.default_distro_series) }
}

/** The writes that give MAAS these settings, in an order that it accepts. @param changes empty: all settings */
export const settingSteps = (wanted: ImageSettings, changes: readonly ImageSetting[]): PlanStep[] =>
  (changes.length > 0 ? changes : WRITE_ORDER).map((name) => ({
    kind: 'set-setting',
    name,
    value: wanted[name],
  }))

/** What the person should know before saving, in sentences. */
export function settingWarnings(table: Table, wanted: ImageSettings): string[] {
  const kernel = wanted.default_min_hwe_kernel
  const choice = choicesOf('default_min_hwe_kernel', table, wanted).find(({ value }) => value === kernel)
  return kernel !== '' && choice && !choice.accepted
    ? [
        `The commissioning release has no downloaded kernel ${kernel}. MAAS keeps this minimum, and then cannot commission machines with it. Choose another minimum kernel, or none.`,
      ]
    : []
}

/** Why MAAS would refuse a changed value now; null: it accepts it. */
export function refusalReason(name: ImageSetting, table: Table, wanted: ImageSettings): string | null {
  const choice = choicesOf(name, table, wanted).find(({ value }) => value === wanted[name])
  if (!choice || choice.accepted) return null
  if (name === 'default_min_hwe_kernel')
    return `MAAS accepts a kernel of the commissioning release after it is downloaded, and ${choice.title} is not.`
  return `MAAS accepts ${choice.title} after an import has begun to download an image of it, and it has none yet.`
}
