import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'

/** The result of one suite. `skipped` lists the tests that did not run; `notes` adds what the numbers do not show. */
export type Outcome = { passed: number; failed: number; skipped: string[]; notes: string[] }

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.optional(z.string()),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
})

/** Counts vitest's JSON report. A file that cannot be loaded has no tests and counts as one failure. */
export function readVitest(json: unknown): Outcome {
  const { testResults } = vitestReport.parse(json)
  const tests = testResults.flatMap((file) => file.assertionResults)
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
    notes: broken.map((file) => `${file.name}: ${file.message?.split('\n')[0] ?? 'could not be loaded'}`),
  }
}

const spec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(z.object({ status: z.string() })),
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
  const tests = suites
    .flatMap(specsOf)
    .flatMap(({ title, file, tests }) => tests.map(({ status }) => ({ name: `${file}: ${title}`, status })))
  const named = (status: string) => tests.filter((test) => test.status === status).map(({ name }) => name)
  return {
    passed: named('expected').length,
    // Retries are off, so nothing is flaky. If they are ever turned on, a flaky test counts as failed.
    failed: named('unexpected').length + named('flaky').length + errors.length,
    skipped: named('skipped'),
    notes: errors.map(({ message }) => message?.split('\n')[0] ?? 'an error outside any test'),
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
