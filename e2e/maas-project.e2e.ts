import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from '@playwright/test'
import { startSimulator } from '#simulator/serve.ts'

test('the flows for a region of one’s own pass on one that runs by itself, and leave it as it was', async () => {
  test.setTimeout(180_000)
  const simulator = await startSimulator({ scenario: 'default', speed: 60 })
  try {
    // the streams lie on this machine: no flow may need the network
    const [source] = simulator.region.sources()
    simulator.region.updateSource(source?.id ?? 1, {
      url: `${simulator.streamsUrl}/stable/`,
      keyringFilename: '',
      keyringData: simulator.keyring,
    })
    // it has read its source and holds what it wants, as a region of one's own would
    simulator.region.startImport()
    simulator.clock.advance(3_600_000)
    const before = simulator.region.selections(source?.id ?? 1)
    const child = spawn(
      'npx',
      ['playwright', 'test', '--project=maas', '--output', test.info().outputPath('maas')],
      {
        env: {
          ...process.env,
          MAAS_URL: simulator.maasUrl,
          MAAS_API_KEY: simulator.apiKey,
          MAAS_E2E_WRITE: '1',
          STREAM_ALLOW: new URL(simulator.streamsUrl).host,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    }
    await once(child, 'close')
    expect(child.exitCode, output).toBe(0)
    expect(output).toMatch(/\d+ passed/)
    expect(output).not.toContain('skipped')
    expect(output).not.toContain(simulator.apiKey.split(':')[2])
    expect(simulator.region.selections(source?.id ?? 1)).toEqual(before)
  } finally {
    await simulator.close()
  }
})
