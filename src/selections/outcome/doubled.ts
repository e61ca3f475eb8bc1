import { listText } from '#lib/text/list-text.ts'
import { knownText } from './held-files.ts'
import type { HeldResource } from '#selections/source-offer.ts'

/**
 * Synced boot resources that a region holds twice under one name and architecture, by `resourceText`. From 3.6 on, MAAS also
 * looks at an alias when it adds a boot resource, and the upgrade gives other aliases than an import (CentOS 7). It cannot
 * remove them: where no source brings them any more, each import fails before its downloads (resource_cleaner).
 */
export function doubledIn(held: readonly HeldResource[]): ReadonlyMap<string, readonly HeldResource[]> {
  let found = known.get(held)
  if (!found) {
    const byKey = new Map<string, HeldResource[]>()
    for (const one of held) {
      if (!one.synced) continue
      const key = knownText(one)
      byKey.set(key, [...(byKey.get(key) ?? []), one])
    }
    found = new Map([...byKey].filter(([, group]) => group.length > 1))
    known.set(held, found)
  }
  return found
}

type NameOf = (release: { readonly os: string; readonly release: string }) => string

/**
 * Why imports fail at what a region holds twice (`failsAt` of an import), and what to do; null: nothing makes them fail.
 * @param nameOf "CentOS 7"
 */
export const failsText = (failsAt: readonly HeldResource[] | undefined, nameOf: NameOf): string | null =>
  textOf(
    failsAt,
    nameOf,
    ({ them }) =>
      `so the next import will fail, and all later ones. Choose Delete images to delete ${them} first.`,
  )

/** The same while other images are about to be deleted. */
export const stillFailsText = (failsAt: readonly HeldResource[] | undefined, nameOf: NameOf): string | null =>
  textOf(failsAt, nameOf, ({ them }) => `so every import fails until you delete ${them}, too.`)

function textOf(
  failsAt: readonly HeldResource[] = [],
  nameOf: NameOf,
  consequence: (words: { readonly them: string }) => string,
): string | null {
  const images = new Set(
    failsAt.map(({ name, architecture }) => {
      const [os = '', release = ''] = name.split('/')
      return `${nameOf({ os, release })} (${architecture.split('/')[0]})`
    }),
  )
  if (images.size === 0) return null
  const them = images.size === 1 ? 'it' : 'them'
  return `MAAS has ${listText(images)} twice and cannot remove ${them}, ${consequence({ them })}`
}

/** Cached, because every draft needs it. */
const known = new WeakMap<readonly HeldResource[], ReadonlyMap<string, readonly HeldResource[]>>()
