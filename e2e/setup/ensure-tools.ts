/*
 * `npm test` runs this first: installs nginx, GnuPG and curl for the tests with real tools, if that needs no password.
 * Otherwise those tests are skipped with the reason, except those of the local mirror, which fail without nginx or curl.
 */
import { missingTools, REAL_TOOLS } from '#testing/gateway/real-tools.ts'
import { installWithApt, mayUseApt } from './apt.ts'

const LABEL = 'tools'

const packagesOf = (tools: string[]) => [...new Set(tools.map((name) => REAL_TOOLS[name] ?? name))]

const before = missingTools()
if (before.length > 0 && mayUseApt()) installWithApt(LABEL, packagesOf(before))

const missing = missingTools()
if (missing.length === 0) {
  console.log(`[${LABEL}] ${Object.keys(REAL_TOOLS).join(', ')} are here`)
} else {
  console.log(
    `[${LABEL}] Not here: ${missing.join(', ')}. The tests with real parts will be skipped; those of the local mirror will fail.`,
  )
  console.log(`[${LABEL}] Debian and Ubuntu: sudo apt-get install ${packagesOf(missing).join(' ')}`)
}
