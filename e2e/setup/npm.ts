import { spawnSync } from 'node:child_process'

/** Runs npm with our terminal and answers its exit code; the scripts of package.json stay the one place of each command. */
export function npm(args: string[], env: NodeJS.ProcessEnv = {}): number {
  const { status } = spawnSync('npm', args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    // npm is a .cmd on Windows, which only a shell starts
    shell: process.platform === 'win32',
  })
  return status ?? 1
}
