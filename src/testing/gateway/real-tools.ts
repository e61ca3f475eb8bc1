import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Programs the tests with real parts use, and the Debian package of each. */
export const REAL_TOOLS: Readonly<Record<string, string>> = {
  nginx: 'nginx',
  gpg: 'gnupg',
  gpgconf: 'gnupg',
  gpgv: 'gpgv',
}

/** Where a program is; null: nowhere. Servers are often in a folder that is not in the PATH of a person. */
export function findTool(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']
  const paths = folders.filter((folder) => folder !== '').map((folder) => join(folder, name))
  return paths.find(isProgram) ?? null
}

/** Those of the programs that this machine does not have. */
export const missingTools = (): string[] => Object.keys(REAL_TOOLS).filter((name) => findTool(name) === null)

const missing = missingTools()

/** For `describe.skipIf`, and what to say in its title: tests that need the programs. */
export const lacksTools = missing.length > 0
export const toolsHere = lacksTools ? `not run: this machine has no ${missing.join(', ')}` : 'all are here'

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
