import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

/** npm is a .cmd there, which only a shell starts. */
const ON_WINDOWS = process.platform === 'win32'

/** Runs npm in this terminal and returns its exit code, so that each command is defined only in package.json. */
export function npm(args: string[], env: NodeJS.ProcessEnv = {}): number {
  const { status } = spawnSync('npm', args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: ON_WINDOWS,
  })
  return status ?? 1
}

/** The same without holding up other commands. */
export async function npmBeside(args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn('npm', args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: ON_WINDOWS,
  })
  await once(child, 'close')
  return child.exitCode ?? 1
}

/**
 * The same, but its output is printed in one piece by the caller, because other commands print at the same time.
 * Resolves to exit code and output.
 */
export async function npmQuietly(args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn('npm', args, { stdio: ['ignore', 'pipe', 'pipe'], shell: ON_WINDOWS })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  // 'close' and not 'exit': all it printed has been read by then
  await once(child, 'close')
  return { code: child.exitCode ?? 1, output }
}
