import { resolve } from 'node:path'
import { runProduct } from '#start/run-product.ts'

/* `npm start` and `npm run dev`: the product from its sources, in the repository. */

const PROJECT = resolve(import.meta.dirname, '..')

await runProduct({
  command: 'npm start',
  page: builtPage,
  dev: async (needs) => (await import('#start/dev-server.ts')).openDevServer(PROJECT, needs),
})

/** The folder of the page, built first when it is missing or older than its sources. */
async function builtPage(): Promise<string> {
  const page = resolve(PROJECT, 'dist/page')
  const { isBuilt } = await import('#start/freshness.ts')
  if (!(await isBuilt(PROJECT, page))) {
    console.log('Building the page…')
    const { buildPage } = await import('#start/build-page.ts')
    await buildPage(PROJECT)
  }
  return page
}
