import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Control } from '#simulator/control/control.ts'
import { OPERATIONS } from '#simulator/control/operations.ts'
import { versionsOf } from '#simulator/demo/scenario.ts'
import { scenarioNamed, SCENARIOS } from '#simulator/demo/scenarios.ts'
import { startSimulator } from '#simulator/serve.ts'
import { serveControl } from './serve-control.ts'

const run = promisify(execFile)
const GUIDE = 'docs/qa.md'

/** The commands of the guide after the start of the product. */
async function commands(): Promise<string> {
  const [, ...blocks] = (await readFile(GUIDE, 'utf8')).matchAll(/^```sh\n(.*?)^```$/gms)
  return blocks.map(([, text = '']) => text).join('\n')
}

/** The same operations, and the names of those that were carried out. */
function watched(control: Control): { control: Control; done: Set<string> } {
  const done = new Set<string>()
  const operations = Object.entries(control).map(([name, operation]) => [
    name,
    (input: never) => {
      const answer = operation(input)
      done.add(name)
      return answer
    },
  ])
  return { control: Object.fromEntries(operations) as Control, done }
}

test('the guide has a curl call for every operation, and each of them succeeds', async () => {
  const simulator = await startSimulator({ speed: 0 })
  const { control, done } = watched(simulator.control)
  const door = await serveControl(control)
  const folder = await mkdtemp(join(tmpdir(), 'guide-'))
  const script = (await commands()).replace('http://127.0.0.1:8090/control/v1', door.url)
  expect(script).toContain(door.url)
  await run('bash', ['-euc', script], { cwd: folder, env: { ...process.env, TOKEN: door.token } })
  expect([...done].toSorted()).toEqual(Object.keys(OPERATIONS).toSorted())
  await rm(folder, { recursive: true })
  await door.close()
  await simulator.close()
})

test('the guide has a table row for every call and for every scenario', async () => {
  const cells = (await readFile(GUIDE, 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  const calls = cells.map(([, call, client]) => `${call} ${client}`)
  for (const [name, { method, path }] of Object.entries(OPERATIONS))
    expect(calls).toContain(`\`${method} ${path}\` \`${name}\``)

  const listed = cells.filter(([, name = '']) => Object.hasOwn(SCENARIOS, name.replaceAll('`', '')))
  expect(listed.map(([, name, versions, shows]) => [name, versions, shows])).toEqual(
    Object.entries(SCENARIOS).map(([name, shows]) => {
      const scenario = scenarioNamed(name)
      const versions = scenario === null ? [] : versionsOf(scenario)
      const [first, last] = [versions[0], versions.at(-1)]
      return [`\`${name}\``, first === last ? first : `${first} to ${last}`, shows]
    }),
  )
})
