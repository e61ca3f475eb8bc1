import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { Environment } from '#gateway/options/parse-options.ts'
import { ownRegionConfig } from '#kit/place.ts'
import { readSuiteOptions, suiteHelp, type SuiteOptions } from './options.ts'

const NO_PLAYWRIGHT = `The flows run with Playwright, which is not installed beside maas-images:

  npm install --save-dev @playwright/test @axe-core/playwright
  npx playwright install chromium

With --global instead of --save-dev if maas-images is installed globally. Without @axe-core/playwright, accessibility
is not checked.`

/**
 * Runs the suite for one's own region with Playwright: the command `maas-images e2e`.
 * @param args the arguments after `e2e`
 * @returns the exit code: that of Playwright, or 1 if it cannot start
 */
export async function testOwnRegion(args: readonly string[], env: Environment): Promise<number> {
  const understood = readSuiteOptions(args, env)
  if ('help' in understood) {
    process.stdout.write(suiteHelp())
    return 0
  }
  const playwright = findPlaywright()
  if ('wrong' in understood || playwright === null) {
    console.error('wrong' in understood ? understood.wrong : NO_PLAYWRIGHT)
    return 1
  }
  return run(playwright, understood, env)
}

/** The program of the Playwright that the flows import: two different ones cannot run a test. */
function findPlaywright(): string | null {
  try {
    return createRequire(import.meta.url).resolve('@playwright/test/cli')
  } catch {
    return null
  }
}

async function run(playwright: string, { env: ours, rest }: SuiteOptions, env: Environment): Promise<number> {
  const child = spawn(process.execPath, [playwright, 'test', '--config', ownRegionConfig(), ...rest], {
    stdio: 'inherit',
    env: { ...env, ...ours },
  })
  // Ctrl-C reaches Playwright too, which then restores the region and stops the product: wait for it
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  await once(child, 'close')
  return child.exitCode ?? 1
}
