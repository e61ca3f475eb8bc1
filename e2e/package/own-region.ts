import { startSimulator } from '#simulator/serve.ts'
import { textOfReport } from './html-report.ts'
import type { outsideProject } from './outside-project.ts'

/** Two flows that only read, one of them with the API key; and two that write, in two files, which no one has allowed. */
const FLOWS = [
  '-g',
  'signing out ends the session|boot sources are listed|boot source is added|import starts and stops',
]

/** Runs flows of the suite from another project on an embedded region whose source needs no network. */
export async function suiteOn(project: ReturnType<typeof outsideProject>) {
  const simulator = await startSimulator({ speed: 0 })
  const { region, apiKey, maasUrl, streamsUrl } = simulator
  try {
    for (const { id } of region.sources()) region.updateSource(id, { url: `${streamsUrl}/stable/` })
    const ended = await project.program(['e2e', '--maas', maasUrl, '--report', 'filed', ...FLOWS], {
      MAAS_API_KEY: apiKey,
      STREAM_ALLOW: new URL(streamsUrl).host,
    })
    const read = (path: string) => (ended.code === 0 ? project.read(`filed/${path}`) : '')
    const junit = read('junit.xml')
    const page = read('html/index.html')
    return { key: apiKey, ended, reports: { junit, html: page && textOfReport(page) } }
  } finally {
    await simulator.close()
  }
}
