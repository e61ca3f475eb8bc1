import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const MINUTE = 60_000

/**
 * Runs a command in this terminal, after printing what it is for (`label`). False: it failed, or took more than ten
 * minutes.
 */
export function run(label: string, command: string, args: string[]): boolean {
  console.log(`[${label}] ${command} ${args.join(' ')}`)
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    timeout: 10 * MINUTE,
    env: {
      ...process.env,
      DEBIAN_FRONTEND: 'noninteractive',
      // Packages installed for a test do not start services on this machine.
      RUNLEVEL: '1',
      SYSTEMD_OFFLINE: '1',
    },
  })
  return status === 0
}

/** apt needs neither a terminal nor a password: this is Debian, and we are root. */
export function mayUseApt(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return false
  return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

export function installWithApt(label: string, packages: readonly string[]): boolean {
  return (
    run(label, 'apt-get', ['update', '-qq']) &&
    run(label, 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages])
  )
}
