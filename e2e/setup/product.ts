import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export type Product = {
  url: string
  secondsToServe: number
  /** Its output so far, stdout and stderr. */
  output(): string
  /** Presses Ctrl-C, then waits for the end. */
  stop(): Promise<void>
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Runs `npm start` as a user does, in its own process group: npm starts a shell, and the shell starts the product. */
export function npmStart(args: readonly string[], folder = process.cwd()) {
  const child = spawn('npm', ['start', '--', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  // 'close' instead of 'exit': by then, all output has been read
  const ended = once(child, 'close').then(() => child.exitCode)
  return {
    ended,
    output: () => output,
    interrupt() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT')
    },
    hasEnded: () => child.exitCode !== null,
  }
}

async function isServed(url: string): Promise<boolean> {
  try {
    const response = await fetch(url)
    return response.ok && (await response.text()).includes('<!doctype html>')
  } catch {
    return false
  }
}

/** Starts the product on a free port and waits until it serves the page. */
export async function startProduct(args: readonly string[], folder = process.cwd()): Promise<Product> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const began = performance.now()
  const process = npmStart(['--port', String(port), ...args], folder)
  while (!(await isServed(`${url}/images`))) {
    const late = performance.now() - began > 120_000
    if (late) process.interrupt()
    if (late || process.hasEnded()) throw new Error(`npm start served no page:\n${process.output()}`)
    await pause(50)
  }
  return {
    url,
    secondsToServe: (performance.now() - began) / 1_000,
    output: process.output,
    async stop() {
      process.interrupt()
      await process.ended
    },
  }
}
