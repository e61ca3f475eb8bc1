import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

/** Runs npm in this terminal and returns its exit code, so that each command is defined only in package.json. */
export function npm(args: string[], env: NodeJS.ProcessEnv = {}): number {
  const { status } = spawnSync('npm', args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    // npm is a .cmd on Windows, which only a shell starts
    shell: process.platform === 'win32',
  })
  return status ?? 1
}

/**
 * The same while other commands run: its output is printed in one piece when it has ended. Resolves to exit code and
 * output.
 */
export async function npmQuietly(args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn('npm', args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  // 'close' and not 'exit': all it printed has been read by then
  await once(child, 'close')
  return { code: child.exitCode ?? 1, output }
}
