import { expect, test } from 'vitest'
import { ask, recordedRegion } from '#testing/simulator/fixture-client.ts'
import { bootloadersOf, hold, importing, kernelsOf } from '#simulator/demo/scenario-parts.ts'
import type { State } from '#simulator/state/state.ts'

const jammyGa = (state: State) => kernelsOf(state.offers.get(1) ?? [], 'ubuntu', 'jammy', 'amd64').slice(0, 1)

const text = async (change: (state: State) => void, path: string) => {
  const { region, clock } = recordedRegion(change)
  return (await ask(region, clock, { path })).text()
}

test('the list has all boot resources, without sets and progress', async () => {
  const list = await text((state) => {
    hold(state, bootloadersOf(state.offers.get(1) ?? []))
    hold(state, jammyGa(state), { deployedDaysAgo: 1 })
  }, 'boot-resources/')
  expect(list).toBe(
    `[
    {
        "id": 1,
        "type": "Synced",
        "name": "grub-efi-signed/uefi",
        "architecture": "amd64/generic",
        "resource_uri": "/MAAS/api/2.0/boot-resources/1/",
        "last_deployed": null
    },
    {
        "id": 2,
        "type": "Synced",
        "name": "ubuntu/jammy",
        "architecture": "amd64/ga-22.04",
        "resource_uri": "/MAAS/api/2.0/boot-resources/2/",
        "last_deployed": "2026-11-22T09:00:00.196",
        "title": "Ubuntu 22.04 LTS",
        "subarches": "generic,ga-16.04,ga-22.04"
    }
]`,
  )
})

test('a downloading resource shows the percentage of its set and files, in the format of Python', async () => {
  const detail = await text((state) => importing(state, jammyGa(state), 0.5), 'boot-resources/1/')
  expect(detail).toContain(`    "sets": {
        "20260722": {
            "version": "20260722",
            "label": "stable",
            "size": 500000000,
            "complete": false,
            "progress": 50.0,
            "files": {`)
  expect(detail).toMatch(
    / {16}"squashfs": \{\n {20}"filename": "squashfs",\n {20}"filetype": "squashfs",\n {20}"sha256": "(\w{7})\w{57}",\n {20}"filename_on_disk": "\1",\n {20}"size": 400000000,\n {20}"complete": false,\n {20}"progress": 62.5\n {16}\}/,
  )
  expect(detail).not.toContain('manifest')
})

test('a complete set has no progress, and the file of a bootloader is named after its path', async () => {
  const detail = await text(
    (state) => void hold(state, bootloadersOf(state.offers.get(1) ?? [])),
    'boot-resources/1/',
  )
  expect(detail).toContain(`            "size": 2000000,
            "complete": true,
            "files": {
                "grub2-signed.tar.xz": {
                    "filename": "grub2-signed.tar.xz",
                    "filetype": "archive.tar.xz",`)
  expect(detail).not.toContain('progress')
})

test('the text of the list stays the same until a resource is added or removed', async () => {
  const { region, clock } = recordedRegion((state) => {
    hold(state, jammyGa(state))
  })
  const list = async (type: string) =>
    (await ask(region, clock, { path: `boot-resources/?type=${type}` })).text()
  const before = await list('all')
  expect(await list('uploaded')).toBe('[]')
  expect(await list('all')).toBe(before)
  region.deleteResource(1)
  expect(await list('all')).toBe('[]')
  expect(await list('synced')).toBe('[]')
})

test('the version that was created last comes first, even if it is older', async () => {
  const detail = await text((state) => {
    const [product] = jammyGa(state)
    if (product === undefined) throw new Error('The stream has no kernel.')
    const resource = hold(state, [product])[0]
    const older = hold(state, [product], { age: 1 })[0]
    resource?.sets.push(...(older?.sets ?? []))
  }, 'boot-resources/1/')
  expect([...detail.matchAll(/^ {8}"(\d+)": \{$/gm)].map(([, version]) => version)).toEqual([
    '20260601',
    '20260722',
  ])
})
