import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import * as z from 'zod/mini'

/**
 * The result of one suite. `skipped` lists the tests that did not run; `notes` adds what the numbers do not show: which
 * tests failed, and why.
 */
export type Outcome = { passed: number; failed: number; skipped: string[]; notes: string[] }

const REASON_LINES = 8

/** A failed test and the first lines of its message: what is needed where only the end of the output is kept. */
function failureNote(test: string, message = ''): string {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return [`failed: ${test}`, ...lines.slice(0, REASON_LINES).map((line) => `  ${line}`)].join('\n')
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.optional(z.string()),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.optional(z.array(z.string())),
        }),
      ),
    }),
  ),
})

/** Counts vitest's JSON report. A file that cannot be loaded has no tests and counts as one failure. */
export function readVitest(json: unknown): Outcome {
  const { testResults } = vitestReport.parse(json)
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: name })),
  )
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  )
  const count = (status: string) => tests.filter((test) => test.status === status).length
  return {
    passed: count('passed'),
    failed: count('failed') + broken.length,
    skipped: tests
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => fullName.trim()),
    notes: [
      ...tests
        .filter(({ status }) => status === 'failed')
        .map(({ file, fullName, failureMessages }) =>
          failureNote(`${file}: ${fullName.trim()}`, failureMessages?.[0]),
        ),
      ...broken.map((file) => `${file.name}: ${file.message?.split('\n')[0] ?? 'could not be loaded'}`),
    ],
  }
}

const spec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(z.object({ error: z.optional(z.object({ message: z.optional(z.string()) })) })),
    }),
  ),
})
const suite = z.object({
  specs: z.array(spec),
  get suites() {
    return z.optional(z.array(suite))
  },
})
const playwrightReport = z.object({
  suites: z.array(suite),
  errors: z.array(z.object({ message: z.optional(z.string()) })),
})

function specsOf(node: z.infer<typeof suite>): z.infer<typeof spec>[] {
  return [...node.specs, ...(node.suites ?? []).flatMap(specsOf)]
}

/** Counts Playwright's JSON report. An error outside any test (a file that does not load) counts as one failure. */
export function readPlaywright(json: unknown): Outcome {
  const { suites, errors } = playwrightReport.parse(json)
  const tests = suites.flatMap(specsOf).flatMap(({ title, file, tests }) =>
    tests.map(({ status, results }) => ({
      name: `${file}: ${title}`,
      status,
      message: results.find(({ error }) => error)?.error?.message,
    })),
  )
  const named = (status: string) => tests.filter((test) => test.status === status).map(({ name }) => name)
  // Retries are off, so nothing is flaky. If they are ever turned on, a flaky test counts as failed.
  const failed = tests.filter(({ status }) => status === 'unexpected' || status === 'flaky')
  return {
    passed: named('expected').length,
    failed: failed.length + errors.length,
    skipped: named('skipped'),
    notes: [
      ...failed.map(({ name, message }) => failureNote(name, message)),
      ...errors.map(({ message }) => message?.split('\n')[0] ?? 'an error outside any test'),
    ],
  }
}

/**
 * Reads the report of a runner. If the runner failed without a failed test in its report (it crashed, ran nothing, had
 * an uncaught error), that counts as one failure.
 */
export function outcomeOf(file: string, read: (json: unknown) => Outcome, exitCode: number): Outcome {
  let outcome: Outcome
  try {
    outcome = read(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    return { passed: 0, failed: 1, skipped: [], notes: [`left no readable report: ${String(error)}`] }
  }
  if (outcome.failed === 0 && exitCode !== 0) {
    return { ...outcome, failed: 1, notes: [...outcome.notes, `ended with code ${exitCode}`] }
  }
  if (outcome.failed === 0 && outcome.passed === 0) {
    return { ...outcome, failed: 1, notes: [...outcome.notes, 'ran no test at all'] }
  }
  return outcome
}
