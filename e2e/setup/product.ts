import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

export type Product = {
  url: string
  secondsToServe: number
  /** Its output so far, stdout and stderr. */
  output(): string
  /** Presses Ctrl-C, then waits for the end. */
  stop(): Promise<void>
}

/** Runs `npm start` as a user does, in its own process group: npm starts a shell, and the shell starts the product. */
export function npmStart(args: readonly string[], folder = process.cwd(), env = process.env) {
  const child = spawn('npm', ['start', '--', ...args], {
    cwd: folder,
    env,
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
    const response = await fetch(url, { signal: AbortSignal.timeout(20_000) })
    return response.ok && (await response.text()).includes('<!doctype html>')
  } catch {
    return false
  }
}

/**
 * Starts the product and waits until it serves the page. It picks the port itself: a port that was free before it
 * started can be taken by another flow's server meanwhile, whose page then answers, or which never does.
 */
export async function startProduct(
  args: readonly string[],
  folder = process.cwd(),
  env = process.env,
): Promise<Product> {
  const began = performance.now()
  const product = npmStart(['--port', '0', ...args], folder, env)
  const address = () => /is ready: (http:\S+)\//.exec(product.output())?.[1]
  for (let url = address(); ; url = address()) {
    if (url && (await isServed(`${url}/images`))) {
      return {
        url,
        secondsToServe: (performance.now() - began) / 1_000,
        output: product.output,
        async stop() {
          product.interrupt()
          await product.ended
        },
      }
    }
    const late = performance.now() - began > 120_000
    if (late) product.interrupt()
    if (late || product.hasEnded()) throw new Error(`npm start served no page:\n${product.output()}`)
    await pause(50)
  }
}
