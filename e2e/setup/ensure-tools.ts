/*
 * `npm test` runs this first: installs nginx, GnuPG, curl and jq for the tests with real tools, if that needs no
 * password. Otherwise the tests with nginx and GnuPG are skipped with the reason, and the tests of shell texts and of the
 * local mirror fail.
 */
import { missingTools, REAL_TOOLS, SHELL_TOOLS } from '#testing/gateway/real-tools.ts'
import { installWithApt, mayUseApt } from './apt.ts'

const LABEL = 'tools'

const TOOLS = { ...REAL_TOOLS, ...SHELL_TOOLS }
const packagesOf = (tools: string[]) => [...new Set(tools.map((name) => TOOLS[name] ?? name))]

const before = missingTools(TOOLS)
if (before.length > 0 && mayUseApt()) installWithApt(LABEL, packagesOf(before))

const missing = missingTools(TOOLS)
if (missing.length === 0) {
  console.log(`[${LABEL}] ${Object.keys(TOOLS).join(', ')} are here`)
} else {
  console.log(`[${LABEL}] Not here: ${missing.join(', ')}. Tests with real parts are skipped or fail.`)
  console.log(`[${LABEL}] Debian and Ubuntu: sudo apt-get install ${packagesOf(missing).join(' ')}`)
}
