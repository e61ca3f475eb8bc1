import { openChannel } from './channel.ts'

/*
 * The tabs of a browser cannot see each other's state, so a tab sends the others a question. (Web Locks need HTTPS;
 * this does not. A tab that a browser dialog blocks cannot answer.)
 */

const ANSWERS_WITHIN_MS = 300

type Message = { readonly ask: true } | { readonly answer: string }

/**
 * A question to the other tabs. From the first call on, this page answers it too.
 * @param answer the answer of this page; null: no answer.
 */
export function tabQuestion(name: string, answer: () => string | null) {
  let channel: BroadcastChannel | null | undefined

  /** One channel per page, because a channel does not receive its own messages. */
  function otherTabs(): BroadcastChannel | null {
    if (channel !== undefined) return channel
    const made = openChannel(name)
    made?.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      const mine = 'ask' in data ? answer() : null
      if (mine !== null) say(made, { answer: mine })
    })
    return (channel = made)
  }

  return {
    listen: () => void otherTabs(),
    /** The answers of the other tabs after a short wait; with `first`, as soon as one has answered. */
    ask({ first = false } = {}): Promise<string[]> {
      const tabs = otherTabs()
      if (!tabs) return Promise.resolve([])
      return new Promise((resolve) => {
        const answers: string[] = []
        const end = () => {
          tabs.removeEventListener('message', hear)
          clearTimeout(silence)
          resolve(answers)
        }
        const hear = ({ data }: MessageEvent<Message>) => {
          if (!('answer' in data)) return
          answers.push(data.answer)
          if (first) end()
        }
        const silence = setTimeout(end, ANSWERS_WITHIN_MS)
        tabs.addEventListener('message', hear)
        say(tabs, { ask: true })
      })
    },
  }
}

function say(tabs: BroadcastChannel, message: Message): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
  tabs.postMessage(message)
}
