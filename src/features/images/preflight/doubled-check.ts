import type { Image } from '#contract/gateway.ts'
import { listText } from '#lib/text/list-text.ts'
import { osTitle, releaseTitle } from '#selections/os-titles.ts'
import { failed, type Check } from './checks.ts'

/** Whether MAAS has an image twice, which it cannot remove. No check if it has not, because that is rare. */
export function checkDoubled(images: readonly Image[]): Check[] {
  const names = images.filter(isDoubled).map(nameOf)
  if (names.length === 0) return []
  const list = listText(names)
  const [them, they, are] = names.length === 1 ? ['it', 'it', 'is'] : ['them', 'they', 'are']
  return [
    failed('doubled', 'Images held twice', `MAAS has ${list} twice.`, {
      tone: 'caution',
      title: `MAAS has ${list} twice`,
      text: `An upgrade from MAAS 3.5 can leave that. As soon as ${they} ${are} cleared, or no source offers ${them} any more, every import fails. Choose Delete images to delete ${them}. While ${they} ${are} selected, the next import downloads ${them} again, once.`,
      fix: null,
    }),
  ]
}

const isDoubled = ({ kind, kernels }: Image): boolean =>
  kind !== 'uploaded' && new Set(kernels.map(({ name }) => name)).size < kernels.length

const nameOf = ({ os, release, arch, title }: Image): string =>
  `${osTitle(os)} ${title === null ? release : releaseTitle(os, title)} (${arch})`
