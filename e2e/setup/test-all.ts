/*
 * `npm test`: all checks. All of them run, even after a failure. The checks of the sources run beside the build and the
 * unit tests, which wait for processes and time limits now and then, so that two cores are always busy. The last line is
 * `N passed, N failed`; a check without tests of its own counts as one.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faultsOfDist } from './dist-check.ts'
import { npmBeside, npmQuietly } from './npm.ts'
import { outcomeOf, readPlaywright, readVitest } from './reports.ts'
import type { Outcome } from './reports.ts'

const reports = mkdtempSync(join(tmpdir(), 'maas-images-test-'))

const check = (ok: boolean, notes: string[] = []): Outcome => ({
  passed: ok ? 1 : 0,
  failed: ok ? 0 : 1,
  skipped: [],
  notes,
})

async function build(): Promise<Outcome> {
  return check((await npmBeside(['run', 'build'])) === 0)
}

function dist(): Outcome {
  const faults = faultsOfDist()
  return check(faults.length === 0, faults)
}

async function unit(): Promise<Outcome> {
  const file = join(reports, 'unit.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await npmBeside(['run', 'unit', '--', ...reporters])
  return outcomeOf(file, readVitest, code)
}

async function endToEnd(): Promise<Outcome> {
  const file = join(reports, 'e2e.json')
  const code = await npmBeside(['run', 'e2e', '--', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  })
  return outcomeOf(file, readPlaywright, code)
}

/** Checks that only read the sources, and the build of the static demo; the longest ones first. */
const BESIDE = [
  'check:lint',
  'build:demo',
  'check:types',
  'check:spelling',
  'check:house',
  'check:words',
  'check:format',
]

type Result = Outcome & { name: string; seconds: number }
const results: Result[] = []

const secondsSince = (began: number) => (performance.now() - began) / 1_000

async function run(name: string, suite: () => Outcome | Promise<Outcome>): Promise<void> {
  console.log(`\n=== ${name}`)
  const began = performance.now()
  let outcome: Outcome
  try {
    outcome = await suite()
  } catch (error) {
    outcome = check(false, [String(error)])
  }
  results.push({ name, ...outcome, seconds: secondsSince(began) })
}

const lastLines = (output: string) => output.trimEnd().split('\n').slice(-8).join('\n')

async function runChecks(): Promise<void> {
  for (const script of BESIDE) {
    const began = performance.now()
    const name = script.replace('check:', '')
    const { code, output } = await npmQuietly(['run', script])
    console.log(`\n=== ${name}\n${output}`)
    const notes = code === 0 ? [] : [lastLines(output)]
    results.push({ name, ...check(code === 0, notes), seconds: secondsSince(began) })
  }
}

async function runUnit(): Promise<void> {
  // before the tests: start.test.ts starts the product, which would be built once more
  await run('build', build)
  await run('what is in the build', dist)
  await run('unit', unit)
}

await Promise.all([runChecks(), runUnit()])
await run('end to end', endToEnd)
rmSync(reports, { recursive: true, force: true })

console.log('\n=== summary')
for (const { name, passed, failed, skipped, notes, seconds } of results) {
  const counts =
    `${passed} passed, ${failed} failed` + (skipped.length > 0 ? `, ${skipped.length} skipped` : '')
  console.log(`${failed > 0 ? 'FAIL' : 'ok  '} ${name}: ${counts} (${seconds.toFixed(1)} s)`)
  for (const test of skipped) console.log(`       skipped: ${test}`)
  for (const note of notes) console.log(note.replaceAll(/^/gm, ' '.repeat(7)))
}
const sum = (of: (result: Outcome) => number) => results.reduce((total, result) => total + of(result), 0)
const failed = sum((result) => result.failed)
process.exitCode = failed > 0 ? 1 : 0
console.log(`${sum((result) => result.passed)} passed, ${failed} failed`)
