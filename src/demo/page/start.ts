import { heldByTour } from '#demo/panel/started-scenario.ts'
import { askedIn, withoutAsked } from './asked.ts'
import { controlled } from './controlled.ts'
import { say, sayFailure } from './say.ts'

/*
 * Starts the static demo: the service worker first, then the same page as in the product. This file is in the folder
 * assets/ of the demo.
 */

const here = import.meta.url
const folder = new URL('../', here)

async function start(): Promise<void> {
  say('Starting the demo…')
  await controlled(folder)
  // as the gateway does for its own page
  document.querySelector('meta[name="base-path"]')?.setAttribute('content', folder.pathname)
  if (location.pathname.endsWith('/index.html')) history.replaceState(null, '', folder.href + location.search)
  const asked = askedIn(location.search)
  history.replaceState(null, '', withoutAsked(location))
  const isAsked = asked.tour !== null || asked.scenario !== null || heldByTour(folder.pathname).read()
  const begun = isAsked ? await import('./begin.ts').then(({ begin }) => begin(folder, asked)) : null
  const { queryClient } = await import('#main.tsx')
  const { showPanel } = await import('#demo/panel/show-panel.tsx')
  showPanel({ folder, queryClient, begun })
}

start().catch(sayFailure)
