import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Programs the tests with real parts use, and the Debian package of each. */
export const REAL_TOOLS: Readonly<Record<string, string>> = {
  nginx: 'nginx',
  gpg: 'gnupg',
  gpgconf: 'gnupg',
  gpgv: 'gpgv',
  curl: 'curl',
}

/** Programs that run the texts of Show as, and the Debian package of each. Their test fails without them. */
export const SHELL_TOOLS: Readonly<Record<string, string>> = { bash: 'bash', curl: 'curl', jq: 'jq' }

/** The path of a program; null: it is not installed. Servers are often in a folder that is not in the PATH of users. */
export function findTool(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']
  const paths = folders.filter((folder) => folder !== '').map((folder) => join(folder, name))
  return paths.find(isProgram) ?? null
}

/** The programs that this machine does not have. */
export const missingTools = (tools = REAL_TOOLS): string[] =>
  Object.keys(tools).filter((name) => findTool(name) === null)

const missing = missingTools()

/** For `describe.skipIf` of tests that need the programs, and a text for its title. */
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
