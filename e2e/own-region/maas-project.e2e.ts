import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { expect, test as base } from '@playwright/test'
import { apiKeyOf } from '#simulator/state/users.ts'
import { startSimulator, type Simulator } from '#simulator/serve.ts'
import { readTree } from '#testing/simulator/read-tree.ts'

type RunFlows = (
  simulator: Simulator,
  more?: readonly string[],
) => Promise<{ code: number | null; output: string }>

const test = base.extend<{ runFlows: RunFlows }>({
  /**
   * Runs the flows with this region as a user does. Gives the exit code and the output. If the run outlasts the test,
   * it is ended with what it started, and its output is shown.
   */
  // oxlint-disable-next-line no-empty-pattern -- Playwright requires a pattern there, even an empty one
  runFlows: async ({}, use, testInfo) => {
    const running = new Map<ReturnType<typeof startRun>, () => string>()
    await use(async (simulator, more = []) => {
      const child = startRun(simulator, testInfo.outputPath('maas'), more)
      let output = ''
      running.set(child, () => output)
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text
          void learnStreams(simulator, text)
        })
      }
      await once(child, 'close')
      running.delete(child)
      expect(output).not.toContain(simulator.apiKey.split(':')[2])
      return { code: child.exitCode, output }
    })
    for (const [{ pid }, output] of running) {
      console.log(`The run did not end:\n${output()}`)
      // Playwright ends its browser and the product when it is interrupted
      if (pid !== undefined) process.kill(-pid, 'SIGINT')
    }
  },
})

/** What flows may change, without the ids of selections, which are created again. */
const contents = ({ region }: Simulator) =>
  region.sources().map(({ id, url, keyringData }) => ({
    id,
    url,
    keyringData,
    selections: region
      .selections(id)
      .map(({ os, release, arches, subarches }) => JSON.stringify([os, release, arches, subarches]))
      .toSorted(),
    custom: region.resources('Uploaded').map(({ name }) => name),
  }))

/** The embedded region reads no stream over the network: it is given the one that the suite says it serves. */
async function learnStreams({ region }: Simulator, text: string): Promise<void> {
  for (const [, url = ''] of text.matchAll(/serves a copy of \S+ at (\S+)/g))
    region.learnStream(url, await readTree(url))
}

function operatorKey({ region }: Simulator): string {
  const operator = region.users.find(({ admin }) => !admin)
  return operator ? apiKeyOf(operator) : ''
}

function startRun(simulator: Simulator, folder: string, more: readonly string[]) {
  return spawn('npx', ['playwright', 'test', '--project=maas', '--output', folder, ...more], {
    env: {
      ...process.env,
      MAAS_URL: simulator.maasUrl,
      MAAS_API_KEY: simulator.apiKey,
      MAAS_OPERATOR_KEY: operatorKey(simulator),
      MAAS_E2E_REPORT: `${folder}-report`,
      MAAS_E2E_WRITE: '1',
      STREAM_ALLOW: new URL(simulator.streamsUrl).host,
      // of a region whose minute is a second
      MAAS_E2E_POLL_MS: '100',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // a process group of its own, so that it can be ended with all that it started
    detached: true,
  })
}

test('a region that lacks something for the flow that writes is skipped with the reason, and not written to', async ({
  runFlows,
}) => {
  test.setTimeout(120_000)
  const simulator = await startSimulator({ scenario: 'default', speed: 0 })
  try {
    const { code, output } = await runFlows(simulator, ['maas.writes'])
    expect(output).toContain('is skipped: an import is running in this region, and is left alone.')
    expect(output).toContain('3 skipped')
    expect(code).toBe(0)
  } finally {
    await simulator.close()
  }
})

test('the flows for a real region pass with one that runs separately, and leave it as it was', async ({
  runFlows,
}, testInfo) => {
  test.setTimeout(400_000)
  const simulator = await startSimulator({ scenario: 'default', speed: 60 })
  try {
    // the streams are on this machine, so that flows do not need the network
    const [source] = simulator.region.sources()
    simulator.region.updateSource(source?.id ?? 1, {
      url: `${simulator.streamsUrl}/stable/`,
      keyringFilename: '',
      keyringData: simulator.keyring,
    })
    // it has read its source and has its selected images, like a real region
    simulator.region.startImport()
    simulator.clock.advance(3_600_000)
    // its hour is a minute, and an import of its own would be left alone
    simulator.region.setConfig('boot_images_auto_import', 'false')
    const before = contents(simulator)
    const { code, output } = await runFlows(simulator)
    expect(code, output).toBe(0)
    expect(output).toMatch(/\d+ passed/)
    expect(output).not.toContain('skipped')
    expect(contents(simulator)).toEqual(before)
    await expect(readFile(`${testInfo.outputPath('maas')}-report/junit.xml`, 'utf8')).resolves.toMatch(
      /<testsuites [^>]*failures="0"/,
    )
  } finally {
    await simulator.close()
  }
})
