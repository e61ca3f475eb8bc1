import { isBuilt } from '#start/freshness.ts'
import { npm } from './npm.ts'

/** The flows run on the built product: build it when it is missing or older than its sources. */
// oxlint-disable-next-line import/no-default-export -- the form that Playwright requires of a global setup
export default async function buildWhenOld(): Promise<void> {
  if (await isBuilt(process.cwd(), 'dist/page')) return
  console.log('[e2e] dist/page is missing or older than the sources: building')
  if (npm(['run', 'build']) !== 0) throw new Error('The product does not build, so there is nothing to test.')
}
