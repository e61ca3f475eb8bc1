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

/** Cached, because every draft needs it. */
const known = new WeakMap<readonly HeldResource[], ReadonlyMap<string, readonly HeldResource[]>>()
