import type { Forecast } from '#features/images/forecast/forecast.ts'
import { resourceText } from '#selections/source-offer.ts'
import { heldBy, type Story } from '#testing/any-region.ts'
import { versionText } from './story.ts'

/** A forecast in the words of `done`. */
export function worded(story: Story, { outcome, removed, download, dueDownload, freed, dueFreed }: Forecast) {
  const held = heldBy(story)
  const names = held.map(resourceText)
  const there = (name: string) => outcome.brought.has(name)
  const gone = removed.map(resourceText)
  const kept = held.filter((one) => !there(resourceText(one)) && !gone.includes(resourceText(one)))
  return {
    download: download + dueDownload,
    freed: freed + dueFreed,
    added: [...(outcome.completed?.keys() ?? []), ...outcome.brought.keys()]
      .filter((name) => !names.includes(name))
      .toSorted(),
    removed: gone.toSorted(),
    versions: [
      ...[...outcome.brought.values()].map((one) => `${resourceText(one)} ${one.version}`),
      ...kept.map((one) => versionText(story, one)),
    ].toSorted(),
  }
}

/**
 * MAAS 3.8 keeps the bootloader of every source, and the order of its own selections, which API 2.0 does not expose,
 * decides which of them it created last.
 */
export const isOpen = (version: string, { outcome }: Forecast, text: string): boolean =>
  version.startsWith('3.8') &&
  [...outcome.brought].some(
    ([name, { others = [] }]) => name.startsWith('grub') && others.length > 0 && text.startsWith(name),
  )
