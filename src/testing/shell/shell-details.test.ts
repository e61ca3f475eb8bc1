import { afterAll, beforeAll, expect, test } from 'vitest'
import { detailsSteps } from '#features/source/pages/details.ts'
import { curlCommands, maasCommands } from '#show-as/print/commands.ts'
import { curlScript, maasScript } from '#show-as/print/script.ts'
import { statesOf } from '#testing/region.ts'
import { DATA, ODD_KEYRING, runIn, URLS, worldOf } from './odd-world.ts'
import { createShellPlace, type ShellPlace } from './run-shell.ts'

/* Edit details of MAAS 3.8, shown as commands. */

let place: ShellPlace
beforeAll(async () => {
  place = await createShellPlace()
})
afterAll(() => place.remove())

const CHANGED = {
  name: "It's; $(id) = `x`",
  priority: 70,
  enabled: false,
  skip_keyring_verification: true,
}

const FILE = { keyring_filename: ODD_KEYRING, keyring_data: '' }
const AS_DATA = { keyring_filename: '', keyring_data: DATA }
const PUT = ['PUT boot-sources/1/']

test.each([
  ['maas commands', maasCommands, FILE, PUT],
  ['curl commands', curlCommands, AS_DATA, PUT],
  ['maas script', maasScript, AS_DATA, []],
  ['curl script', curlScript, FILE, []],
])('%s change the details and nothing else', async (_, textOf, keyring, writesAgain) => {
  const world = worldOf([{ url: URLS[1], ...keyring, selections: [] }], [], '3.8.0')()
  const before = statesOf(world)
  const [old] = before
  if (!old) throw new Error('The region has no source.')
  const text = textOf({ version: '3.8.0', before, steps: detailsSteps(old.source, CHANGED) })
  const runs = await runIn(place, 'sh', text, world, 2)
  expect(
    runs.map(({ ran }) => ran.code),
    text,
  ).toEqual([0, 0])
  expect(statesOf(world)).toEqual([{ ...old, source: { ...old.source, ...CHANGED } }])
  expect(runs.map(({ writes }) => writes)).toEqual([PUT, writesAgain])
})
