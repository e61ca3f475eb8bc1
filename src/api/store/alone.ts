import { storageName } from '#api/base-path.ts'

/**
 * Runs the work while no other tab of this browser runs work of this name, where the browser can do that. For work that
 * reads records and writes them again.
 */
export async function alone(name: string, work: () => Promise<void>): Promise<void> {
  const locks = lockManager()
  if (locks === undefined) return work()
  await locks.request(storageName(`maas-images ${name}`), work)
}

/** Browsers have one only on HTTPS and on localhost. */
const lockManager = (): LockManager | undefined =>
  typeof navigator === 'undefined' || !('locks' in navigator) ? undefined : navigator.locks
