import { expect, test } from 'vitest'
import { startSimulator } from '#simulator/serve.ts'

test('a region returns copies of its lists, so that a test can compare before and after', async () => {
  const simulator = await startSimulator({ speed: 0 })
  const { region } = simulator
  const [source] = region.sources()
  const [selection] = region.selections(source?.id ?? 0)
  const [resource] = region.resources()
  if (!source || !selection || !resource) throw new Error('the region is empty')

  region.updateSelection(source.id, selection.id, { arches: ['*'] })
  expect(region.selections(source.id)[0]).not.toEqual(selection)
  region.updateSource(source.id, { url: 'http://other.example.com/' })
  expect(region.sources()[0]).not.toEqual(source)

  resource.sets.length = 0
  selection.labels.push('nothing')
  expect(region.resources()[0]?.sets).not.toEqual([])
  expect(region.selections(source.id)[0]?.labels).not.toContain('nothing')
  await simulator.close()
})
