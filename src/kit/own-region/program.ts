import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

/** The product in a process of its own. */
export type ProductProcess = {
  url: string
  secondsToServe: number
  /** Its output so far, stdout and stderr. */
  output(): string
  /** Presses Ctrl-C, then waits for the end. */
  stop(): Promise<void>
}

/** The folder and the environment of a process. */
export type Place = { readonly folder: string; readonly env: NodeJS.ProcessEnv }

/** Runs a command in its own process group: npm starts a shell, and the shell starts the product. */
export function runCommand(command: readonly string[], { folder, env }: Place) {
  const [program = '', ...args] = command
  const child = spawn(program, args, {
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
 * Starts the product by a command, to which `--port 0` is added, and waits until it serves the page. It picks the port
 * itself: a port that was free before it started can be taken by another flow's server meanwhile, whose page then
 * answers, or which never does.
 * @throws Error with its output if it ends, or serves no page within two minutes
 */
export async function startProgram(command: readonly string[], place: Place): Promise<ProductProcess> {
  const began = performance.now()
  const product = runCommand([...command, '--port', '0'], place)
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
    if (late || product.hasEnded()) throw new Error(`The product served no page:\n${product.output()}`)
    await pause(50)
  }
}
