import { openChannel } from './channel.ts'

/*
 * Tabs of one browser cannot look into each other: who wants to know something of the others asks. (Locks of browsers
 * need HTTPS; this does not. A tab that stands still, behind a question of the browser, cannot answer.)
 */

const ANSWERS_WITHIN_MS = 300

type Message = { readonly ask: true } | { readonly answer: string }

/**
 * A question to the other tabs. From the first call on this page answers it, too.
 * @param answer what this page says; null: nothing.
 */
export function tabQuestion(name: string, answer: () => string | null) {
  let channel: BroadcastChannel | null | undefined

  /** One for the page: it does not hear itself. */
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
    /** What the others say, soon; with `first` as soon as one has answered. */
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
