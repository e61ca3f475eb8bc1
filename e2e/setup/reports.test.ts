import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { outcomeOf, readPlaywright, readVitest } from './reports.ts'

/* The counts of `npm test`: a failure must never be missing from them. */

const file = (status: string, tests: string[]) => ({
  name: 'a.test.ts',
  status,
  message: 'SyntaxError: Unexpected token\n  at a.test.ts',
  assertionResults: tests.map((status, index) => ({
    status,
    fullName: `test ${index}`,
    failureMessages: status === 'failed' ? ['Error: expected 1\n\n    at a.test.ts:3'] : [],
  })),
})
const spec = (status: string) => ({
  title: status,
  file: 'a.e2e.ts',
  tests: [
    {
      status,
      results: [
        status === 'expected' ? {} : { error: { message: '\u001B[31mError: not visible\u001B[39m' } },
      ],
    },
  ],
})

test('unit tests are counted by result, and those that failed or did not run are listed', () => {
  const report = { testResults: [file('failed', ['passed', 'failed', 'passed', 'skipped'])] }
  expect(readVitest(report)).toEqual({
    passed: 2,
    failed: 1,
    skipped: ['test 3'],
    notes: ['failed: a.test.ts: test 1\n  Error: expected 1\n  at a.test.ts:3'],
  })
})

test('a test file that cannot be loaded is a failure', () => {
  const { failed, notes } = readVitest({ testResults: [file('passed', ['passed']), file('failed', [])] })
  expect({ failed, notes }).toEqual({ failed: 1, notes: ['a.test.ts: SyntaxError: Unexpected token'] })
})

test('flows are counted on all levels of suites, and a flaky one counts as failed', () => {
  const report = {
    suites: [
      { specs: [spec('expected')], suites: [{ specs: ['unexpected', 'flaky', 'skipped'].map(spec) }] },
    ],
    errors: [],
  }
  expect(readPlaywright(report)).toEqual({
    passed: 1,
    failed: 2,
    skipped: ['a.e2e.ts: skipped'],
    notes: [
      'failed: a.e2e.ts: unexpected\n  Error: not visible',
      'failed: a.e2e.ts: flaky\n  Error: not visible',
    ],
  })
})

test('an error outside any flow is a failure', () => {
  const report = { suites: [], errors: [{ message: 'Cannot find module\n  at …' }] }
  expect(readPlaywright(report)).toMatchObject({ passed: 0, failed: 1, notes: ['Cannot find module'] })
})

const ENDS: [what: string, report: string, exitCode: number, failed: number][] = [
  ['all passed', JSON.stringify({ testResults: [file('passed', ['passed'])] }), 0, 0],
  ['no test failed, but the runner did', JSON.stringify({ testResults: [file('passed', ['passed'])] }), 1, 1],
  ['no test ran', JSON.stringify({ testResults: [] }), 0, 1],
  ['the report is cut off', '{"testResults": [', 0, 1],
]

for (const [what, report, exitCode, failed] of ENDS) {
  test(`${failed} failed when ${what}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'report-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'report.json')
    writeFileSync(path, report)
    expect(outcomeOf(path, readVitest, exitCode).failed).toBe(failed)
  })
}

test('a runner that left no report is a failure', () => {
  expect(outcomeOf('/nowhere/report.json', readVitest, 0).failed).toBe(1)
})
