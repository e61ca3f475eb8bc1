import { openChannel } from '#api/channel.ts'
import { isChanging } from './change-state.ts'

/*
 * One browser makes one change of source at a time, and keeps one. Its tabs cannot look into each other, so who wants to
 * begin, or to finish what was kept, asks whether another tab is at it. (Locks of browsers need HTTPS; this does not. A
 * tab that stands still, behind a question of the browser, cannot answer.)
 */

const ANSWERS_WITHIN_MS = 300

let channel: BroadcastChannel | null | undefined

/** One for the page: it does not hear itself. */
function otherTabs(): BroadcastChannel | null {
  if (channel !== undefined) return channel
  const made = openChannel('maas-images change of source')
  made?.addEventListener('message', ({ data }) => {
    if (data === 'who is changing?' && isChanging()) say(made, 'I am')
  })
  return (channel = made)
}

/** Whether another tab of this browser changes a source now. Resolves soon; from now on this page answers the others. */
export function isChangingElsewhere(): Promise<boolean> {
  const tabs = otherTabs()
  if (!tabs) return Promise.resolve(false)
  return new Promise((resolve) => {
    const end = (found: boolean) => {
      tabs.removeEventListener('message', hear)
      clearTimeout(silence)
      resolve(found)
    }
    const hear = ({ data }: MessageEvent) => {
      if (data === 'I am') end(true)
    }
    const silence = setTimeout(end, ANSWERS_WITHIN_MS, false)
    tabs.addEventListener('message', hear)
    say(tabs, 'who is changing?')
  })
}

function say(tabs: BroadcastChannel, what: 'who is changing?' | 'I am'): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
  tabs.postMessage(what)
}
