import { CONTROL_AT } from '#demo/paths.ts'
import { heldByTour, scenarioName } from '#demo/panel/started-scenario.ts'
import { TOURS, tourNamed } from '#demo/tour/tours.ts'
import type { Asked } from './asked.ts'

/** What the panel shows first. */
export type DemoStart = { readonly tour: string | null; readonly problem: string | null }

/**
 * Starts the region over for what the address requests, before the page is there. The page begins without unsaved work then.
 * After a tour that a reload has ended, time passes again.
 * These calls are not made with the typed client: it is in one file with the page, which must not run yet.
 */
export async function begin(folder: URL, { tour: name, scenario }: Asked): Promise<DemoStart> {
  const call = (path: string, body: object, method: 'POST' | 'PUT' = 'POST') =>
    fetch(new URL(`${CONTROL_AT}/v1/${path}`, folder), { method, body: JSON.stringify(body) })
  const held = heldByTour(folder.pathname)
  // in a tour, time passes only when a step says so
  const letPass = async (passes: boolean) => {
    await call('clock', { speed: passes ? 1 : 0 }, 'PUT')
    held.keep(!passes)
  }
  if (held.read()) await letPass(true)
  const tour = name === null ? null : tourNamed(name)
  if (name !== null && tour === null)
    return {
      tour: null,
      problem: `There is no tour “${name}”. There are: ${TOURS.map((it) => it.name).join(', ')}.`,
    }
  const wanted = tour?.scenario ?? scenario
  if (wanted === null) return { tour: null, problem: null }
  const answer = await call('reset', { scenario: wanted })
  if (!answer.ok)
    return { tour: null, problem: `There is no scenario “${wanted}”. The panel lists all of them.` }
  if (tour?.untilIdle) await call('clock/run-until-idle', {})
  await letPass(tour === null)
  scenarioName(folder.pathname).keep(wanted)
  await forgetPage(folder.pathname)
  return { tour: name, problem: null }
}

/** Deletes what the page has stored in this browser: unsaved selections, interrupted changes, its activity. */
function forgetPage(path: string): Promise<void> {
  // as storageName() of the page
  // oxlint-disable-next-line no-restricted-globals -- the module that guards it starts the page
  const request = indexedDB.deleteDatabase(path === '/' ? 'maas-images' : `maas-images of ${path}`)
  return new Promise((resolve) => {
    for (const type of ['success', 'error', 'blocked']) request.addEventListener(type, () => resolve())
  })
}
