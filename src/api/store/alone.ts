import { storageName } from '#api/base-path.ts'

/**
 * Runs the work while no other tab of this browser runs work of this name, where the browser can do that. For work that
 * reads records and writes them again.
 */
export async function alone(name: string, work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work()
  await navigator.locks.request(storageName(`maas-images ${name}`), work)
}
