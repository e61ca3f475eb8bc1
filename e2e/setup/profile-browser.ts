import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from '@playwright/test'
import type { Page } from '@playwright/test'
import { findBrowser } from './browser.ts'

/** A browser with its own profile on the disk, which can be killed as by a power cut or by the system. */
export type ProfileBrowser = {
  /** Starts it with its profile, and opens an empty page. */
  start(): Promise<Page>
  /** Kills all its processes immediately: nothing is closed, and nothing more is written. */
  kill(): Promise<void>
  /** Kills it and deletes its profile. */
  remove(): Promise<void>
}

const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage']
const FIRST_RUN = ['--no-first-run', '--no-default-browser-check', '--remote-debugging-port=0', 'about:blank']

export async function profileBrowser(): Promise<ProfileBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'maas-images-browser-'))
  const found = findBrowser()
  const executable = found.kind === 'path' ? found.path : chromium.executablePath()
  let running: ReturnType<typeof spawn> | null = null

  async function kill() {
    const child = running
    running = null
    if (child?.pid === undefined || child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    // it leads its own process group, which contains all its processes
    process.kill(-child.pid, 'SIGKILL')
    await ended
  }

  return {
    async start() {
      if (running) throw new Error('The browser is already running.')
      const child = spawn(executable, [...ARGS, `--user-data-dir=${profile}`, ...FIRST_RUN], {
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      running = child
      const address = await addressOf(child)
      const [context] = (await chromium.connectOverCDP(address)).contexts()
      if (!context) throw new Error('The browser has no window.')
      return context.newPage()
    },
    kill,
    async remove() {
      await kill()
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The address for remote control, from its output. */
async function addressOf({ stderr }: ReturnType<typeof spawn>): Promise<string> {
  const printed: string[] = []
  if (stderr) {
    for await (const line of createInterface({ input: stderr })) {
      const [, address] = /DevTools listening on (ws:\S+)/.exec(line) ?? []
      if (address !== undefined) {
        // later output is not read, and must not block the process
        stderr.resume()
        return address
      }
      printed.push(line)
    }
  }
  throw new Error(`The browser did not start:\n${printed.join('\n')}`)
}
