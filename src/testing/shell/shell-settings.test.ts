import { afterAll, beforeAll, expect, test } from 'vitest'
import { curlCommands, maasCommands } from '#show-as/print/commands.ts'
import { curlScript, maasScript } from '#show-as/print/script.ts'
import { SETTINGS } from '#testing/shown-plan.ts'
import { runIn, worldOf } from './odd-world.ts'
import { createShellPlace, type ShellPlace } from './run-shell.ts'

/* The default images, shown as commands. */

let place: ShellPlace
beforeAll(async () => {
  place = await createShellPlace()
})
afterAll(() => place.remove())

const SET = 'POST maas/?op=set_config'

test.each([
  ['maas commands', maasCommands, [SET, SET]],
  ['curl commands', curlCommands, [SET, SET]],
  ['maas script', maasScript, []],
  ['curl script', curlScript, []],
])('%s change the settings and nothing else', async (_, textOf, writesAgain) => {
  const world = worldOf([], [], '3.5.13')()
  world.region.setConfig('kernel_opts', 'quiet')
  const text = textOf({ version: '3.5.13', before: [], steps: SETTINGS })
  const runs = await runIn(place, 'sh', text, world, 2)
  expect(
    runs.map(({ ran }) => ran.code),
    `${runs[0]?.ran.errors} ${text}`,
  ).toEqual([0, 0])
  for (const { name, value } of SETTINGS) expect(world.region.getConfig(name) ?? '').toBe(value)
  expect(runs.map(({ writes }) => writes)).toEqual([[SET, SET], writesAgain])
})
