import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { tabQuestion } from './ask-tabs.ts'

/** A channel that delivers immediately to all other channels of its name. */
class Channel extends EventTarget {
  static all: Channel[] = []
  readonly name: string
  constructor(name: string) {
    super()
    this.name = name
    Channel.all.push(this)
  }
  postMessage(data: unknown) {
    for (const other of Channel.all)
      if (other !== this && other.name === this.name)
        other.dispatchEvent(new MessageEvent('message', { data }))
  }
}

beforeEach(() => {
  Channel.all = []
  vi.stubGlobal('BroadcastChannel', Channel)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A tab of this browser that gives this answer. */
function tab(says: string | null) {
  const question = tabQuestion('who is there?', () => says)
  question.listen()
  return question
}

test('a question collects the answers of all other tabs that have one', async () => {
  const asking = tab('tab 1')
  for (const says of ['tab 2', null, 'tab 3']) tab(says)
  tabQuestion('another question', () => 'not asked').listen()
  const answers = asking.ask()
  vi.runAllTimers()
  expect(await answers).toEqual(['tab 2', 'tab 3'])
})

test('with `first`, a question resolves with the first answer', async () => {
  const asking = tab(null)
  tab('changing')
  expect(await asking.ask({ first: true })).toEqual(['changing'])
  expect(vi.getTimerCount()).toBe(0)
})

test('a tab that does not listen yet gives no answer', async () => {
  tabQuestion('who is there?', () => 'silent')
  const answers = tab(null).ask()
  vi.runAllTimers()
  expect(await answers).toEqual([])
})

test('there are no answers if the browser has no channels between tabs', async () => {
  vi.stubGlobal('BroadcastChannel', undefined)
  expect(await tab(null).ask()).toEqual([])
})
