import { isBuilt } from '#start/freshness.ts'
import { npmQuietly } from './npm.ts'

/** What the flows run on: the command that builds it, and its page. Flows on one's own region need no demo. */
const BUILDS = [
  { command: 'build', page: 'dist/page' },
  ...(process.env['MAAS_E2E'] === '1' ? [] : [{ command: 'build:demo', page: 'dist-demo' }]),
]

/** Builds what is missing or older than its sources. */
// oxlint-disable-next-line import/no-default-export -- the form that Playwright requires of a global setup
export default async function buildWhenOld(): Promise<void> {
  await Promise.all(BUILDS.map(build))
}

async function build({ command, page }: (typeof BUILDS)[number]): Promise<void> {
  if (await isBuilt(process.cwd(), page)) return
  console.log(`[e2e] ${page} is missing or older than the sources: building`)
  const { code, output } = await npmQuietly(['run', command])
  if (code !== 0) throw new Error(`npm run ${command} failed, so there is nothing to test.\n${output}`)
}
