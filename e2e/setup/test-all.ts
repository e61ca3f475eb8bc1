/*
 * `npm test`: all checks, in the order that finds faults with the least effort. All of them run, even after a failure.
 * The last line is `N passed, N failed`; a check without tests of its own counts as one.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faultsOfDist } from './dist-check.ts'
import { npm, npmQuietly } from './npm.ts'
import { outcomeOf, readPlaywright, readVitest } from './reports.ts'
import type { Outcome } from './reports.ts'

const reports = mkdtempSync(join(tmpdir(), 'maas-images-test-'))

const check = (ok: boolean, notes: string[] = []): Outcome => ({
  passed: ok ? 1 : 0,
  failed: ok ? 0 : 1,
  skipped: [],
  notes,
})

const command = (script: string) => () => check(npm(['run', script]) === 0)

function unit(): Outcome {
  const file = join(reports, 'unit.json')
  const code = npm([
    'run',
    'unit',
    '--',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  return outcomeOf(file, readVitest, code)
}

function dist(): Outcome {
  const faults = faultsOfDist()
  return check(faults.length === 0, faults)
}

function endToEnd(): Outcome {
  const file = join(reports, 'e2e.json')
  const code = npm(['run', 'e2e', '--', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: file })
  return outcomeOf(file, readPlaywright, code)
}

/** Checks that only read the sources, and the build of the static demo, the longest one first: two run at the same time. */
const CHECKS = ['format', 'spelling', 'house', 'lint', 'types', 'words'].map((name) => `check:${name}`)
const BESIDE = [...CHECKS.slice(0, 3), 'build:demo', ...CHECKS.slice(3)]

const suites: [name: string, run: () => Outcome][] = [
  // before the tests: start.test.ts starts the product, which would be built once more
  ['build', command('build')],
  ['what is in the build', dist],
  ['unit', unit],
  ['end to end', endToEnd],
]

function outcomeEvenIfItThrows(run: () => Outcome): Outcome {
  try {
    return run()
  } catch (error) {
    return check(false, [String(error)])
  }
}

type Result = Outcome & { name: string; seconds: number }
const results: Result[] = []

const secondsSince = (began: number) => (performance.now() - began) / 1_000

async function runCheck(script: string): Promise<Result> {
  const began = performance.now()
  const name = script.replace('check:', '')
  const { code, output } = await npmQuietly(['run', script])
  console.log(`\n=== ${name}\n${output}`)
  return { name, ...check(code === 0), seconds: secondsSince(began) }
}

const waiting = [...BESIDE]
async function runChecks(): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    results.push(await runCheck(name))
  }
}
await Promise.all([runChecks(), runChecks()])
for (const [name, run] of suites) {
  console.log(`\n=== ${name}`)
  const began = performance.now()
  results.push({ name, ...outcomeEvenIfItThrows(run), seconds: secondsSince(began) })
}
rmSync(reports, { recursive: true, force: true })

console.log('\n=== summary')
for (const { name, passed, failed, skipped, notes, seconds } of results) {
  const counts =
    `${passed} passed, ${failed} failed` + (skipped.length > 0 ? `, ${skipped.length} skipped` : '')
  console.log(`${failed > 0 ? 'FAIL' : 'ok  '} ${name}: ${counts} (${seconds.toFixed(1)} s)`)
  for (const test of skipped) console.log(`       skipped: ${test}`)
  for (const note of notes) console.log(`       ${note}`)
}
const sum = (of: (result: Outcome) => number) => results.reduce((total, result) => total + of(result), 0)
const failed = sum((result) => result.failed)
process.exitCode = failed > 0 ? 1 : 0
console.log(`${sum((result) => result.passed)} passed, ${failed} failed`)
