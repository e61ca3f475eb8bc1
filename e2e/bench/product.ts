import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export type Product = { url: string; secondsToServe: number; stop(): Promise<void> }

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function isServed(url: string): Promise<boolean> {
  try {
    const response = await fetch(url)
    return response.ok && (await response.text()).includes('<!doctype html>')
  } catch {
    return false
  }
}

/** Starts the product as a person does, in a process of its own, and waits until it serves the page. */
export async function startProduct(args: readonly string[], folder = process.cwd()): Promise<Product> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const began = performance.now()
  const child = spawn('npm', ['start', '--', '--port', String(port), ...args], {
    cwd: folder,
    // its output must not mix with the figures
    stdio: ['ignore', 'ignore', 'inherit'],
    // npm starts a shell and that the product: a group of their own can be ended as one
    detached: true,
  })
  const ended = once(child, 'exit')
  while (!(await isServed(`${url}/images`))) {
    if (child.exitCode !== null) throw new Error(`npm start ended with code ${child.exitCode}`)
    if (performance.now() - began > 120_000) throw new Error('npm start served no page within two minutes')
    await pause(50)
  }
  return {
    url,
    secondsToServe: (performance.now() - began) / 1_000,
    async stop() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT')
      await ended
    },
  }
}
