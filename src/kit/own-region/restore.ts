import { expect } from '@playwright/test'
import type { MaasApi } from './maas-api.ts'
import { contentOf, findState, POLL_MS, restoreContent, type Found } from './restore-content.ts'

const QUIET_POLLS = 4

/**
 * Stops the import that a flow began. For some seconds MAAS may report that none is running, so it must stay that way
 * for a while.
 */
export async function stopImports(maas: MaasApi): Promise<void> {
  let quiet = 0
  const quietPolls = async () => {
    const importing = await maas.isImporting()
    quiet = importing ? 0 : quiet + 1
    if (importing) await maas.send('POST', 'boot-resources/?op=stop_import')
    return quiet
  }
  await expect
    .poll(quietPolls, { intervals: [POLL_MS], timeout: 240_000 })
    .toBeGreaterThanOrEqual(QUIET_POLLS)
}

/** Restores what a flow changed, through MAAS's API, however the flow ended; the import that it began is stopped. */
export async function restore(maas: MaasApi, found: Found): Promise<void> {
  await stopImports(maas)
  await restoreContent(maas, found)
  expect(contentOf(await findState(maas))).toEqual(contentOf(found))
  await stopImports(maas)
}
