import { spawnSync } from 'node:child_process'

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
