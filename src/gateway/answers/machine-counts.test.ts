import { expect, test } from 'vitest'
import { countMachines } from './machine-counts.ts'

const LIMITS = { mostMachines: 10, mostBytes: 10_000, mostBytesEach: 1_000 }

async function* arriving(text: string) {
  yield Buffer.from(text)
}
const count = (list: unknown, limits = LIMITS) => countMachines(arriving(JSON.stringify(list)), limits)
const machine = (osystem: string | null, distro_series: string, architecture: string) => ({
  system_id: 'abc123',
  osystem,
  distro_series,
  architecture,
  interface_set: [{ name: 'eth0', vlan: { id: 1 } }],
})

test('machines are counted by release and architecture, whatever their kernel', async () => {
  const list = [
    machine('ubuntu', 'noble', 'amd64/generic'),
    machine('ubuntu', 'noble', 'amd64/hwe-24.04'),
    machine('ubuntu', 'noble', 'arm64/generic'),
    machine('custom', 'build-agent', 'amd64/generic'),
    machine('', '', 'amd64/generic'),
    machine(null, '', 'amd64/generic'),
  ]
  expect(await count(list)).toEqual({
    complete: true,
    counts: [
      { os: 'ubuntu', release: 'noble', arch: 'amd64', machines: 2 },
      { os: 'ubuntu', release: 'noble', arch: 'arm64', machines: 1 },
      { os: 'custom', release: 'build-agent', arch: 'amd64', machines: 1 },
      { os: '', release: '', arch: 'amd64', machines: 2 },
    ],
  })
  expect(await count([])).toEqual({ complete: true, counts: [] })
})

test('counting stops at too many machines, and at too many bytes', async () => {
  const list = Array.from({ length: 11 }, () => machine('ubuntu', 'noble', 'amd64/generic'))
  expect(await count(list)).toMatchObject({ complete: false, counts: [{ machines: 10 }] })
  expect(await count(list.slice(0, 10))).toMatchObject({ complete: true, counts: [{ machines: 10 }] })
  expect(await count(list, { ...LIMITS, mostBytes: 100 })).toMatchObject({ complete: false })
})

test.each([
  ['something else than machines', '[{"osystem": 7}]'],
  ['a list that was cut', '[{"osystem": "ubuntu"'],
  ['no list', '{"error": "no"}'],
  ['a machine that is too long', JSON.stringify([{ osystem: 'x'.repeat(2_000) }])],
])('%s is refused', async (_, text) => {
  await expect(countMachines(arriving(text), LIMITS)).rejects.toMatchObject({ code: 'region-unreadable' })
})
