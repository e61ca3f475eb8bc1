import { expect, onTestFinished, test, vi } from 'vitest'
import { inBackground } from './background.ts'

test('work is scheduled by the browser with its lowest priority', () => {
  const postTask = vi.fn<(work: () => void, options: { priority: string }) => Promise<void>>()
  vi.stubGlobal('scheduler', { postTask })
  onTestFinished(() => void vi.unstubAllGlobals())
  const work = vi.fn<() => void>()
  inBackground(work)
  expect(work).not.toHaveBeenCalled()
  expect(postTask).toHaveBeenCalledWith(work, { priority: 'background' })
})

test('without such a scheduler work is done immediately', () => {
  const work = vi.fn<() => void>()
  inBackground(work)
  expect(work).toHaveBeenCalledOnce()
})
