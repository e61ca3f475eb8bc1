import { lacksForWrites } from './write-needs.ts'
import { createReader, test as base } from './maas-test.ts'
import type { ProductReader } from './maas-test.ts'
import type { MaasApi } from './maas-api.ts'
import { NOT_ALLOWED } from './say.ts'
import { restore } from './restore.ts'
import { findState, type Found } from './restore-content.ts'

/** What this region lacks for a write, read before anything is changed; null: nothing. */
async function lacksOf(maas: MaasApi, reader: ProductReader): Promise<string | null> {
  const { username, is_superuser: admin } = await maas.user()
  // MAAS shows sources and selections to administrators only
  const { sources, selections } = admin ? await findState(maas) : { sources: [], selections: [] }
  const catalogues = new Map<number, Awaited<ReturnType<ProductReader['catalogue']>>>()
  for (const { id } of sources) catalogues.set(id, await reader.catalogue(id))
  const importing = await maas.isImporting()
  return lacksForWrites({ user: { username, admin }, importing, sources, selections, catalogues })
}

/** Flows that write. Each is skipped, with the reason, if the region lacks what it needs. */
export const test = base.extend<{ found: Found }>({
  /** The region before the test, which is restored afterwards, however the test ends. */
  found: [
    async ({ product, maas, playwright }, use) => {
      // not once for the module: files share it, and only the first one would be skipped
      base.skip(process.env['MAAS_E2E_WRITE'] !== '1', NOT_ALLOWED)
      // a separate one, because the page's own ends with a test that times out
      const request = await playwright.request.newContext()
      const lacks = await lacksOf(maas, createReader(product.url, request))
      await request.dispose()
      base.skip(lacks !== null, lacks ?? '')
      const found = await findState(maas)
      await use(found)
      await restore(maas, found)
    },
    { timeout: 400_000 },
  ],
})

/** A real region is slow: seconds for each write, minutes for what it reads from the network. */
export const SLOW = { timeout: 120_000 }
