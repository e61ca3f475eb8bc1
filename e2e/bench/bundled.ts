import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { runProgram } from '#e2e/package/program.ts'
import { startSimulator } from '#simulator/serve.ts'
import { figure } from './figures.ts'
import type { Figure } from './figures.ts'

/**
 * The packaged server, with a region in another process: how fast it starts, and how much memory it uses (Linux only).
 */
export async function bundled(): Promise<Record<string, Figure>> {
  // its output would mix with the figures
  execFileSync('npm', ['run', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const region = await startSimulator()
  const began = performance.now()
  const program = runProgram([process.execPath, 'dist/server.js', '--port', '0', '--maas', region.maasUrl], {
    folder: process.cwd(),
    env: { MAAS_API_KEY: region.apiKey },
  })
  try {
    const url = await addressOf(program.output)
    await (await fetch(`${url}healthz`)).text()
    const started = performance.now() - began
    const idle = megabytesOf(program.pid)
    for (const path of ['images', 'gateway/region', 'gateway/images']) await (await fetch(url + path)).text()
    const how = 'dist/server.js --maas with the default scenario in another process'
    return {
      bundledStart: figure(started, 'ms', { target: 1_000, how: `${how}, until /healthz answers` }),
      bundledIdle: figure(idle, 'MB', { target: 120, how: `${how}, resident after the start` }),
      bundledUsed: figure(megabytesOf(program.pid), 'MB', { target: 120, how: `${how}, after one page` }),
    }
  } finally {
    program.stop()
    await program.ended
    await region.close()
  }
}

/** @throws Error with its output when the program is not ready within a minute */
async function addressOf(output: () => string): Promise<string> {
  const until = performance.now() + 60_000
  while (performance.now() < until) {
    const url = /ready: (\S+)/.exec(output())?.[1]
    if (url !== undefined && output().includes('Ctrl-C')) return url
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`dist/server.js did not start:\n${output()}`)
}

const megabytesOf = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
