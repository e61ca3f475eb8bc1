import { WORKER_FILE } from '#demo/paths.ts'

/** Why the demo cannot start here, in a sentence for its visitor. */
export class CannotStart extends Error {}

const LONGEST_MS = 30_000

/** Resolves when the service worker answers this page. Rejects with a CannotStart. */
export async function controlled(folder: URL): Promise<void> {
  if (!isSecureContext)
    throw new CannotStart(
      'The demo needs a service worker, and browsers allow one only for pages over https:// or from localhost. Open the demo with https://.',
    )
  if (!('serviceWorker' in navigator))
    throw new CannotStart(
      'The demo needs a service worker, and this browser offers none here. In a private window, open the demo in a normal window instead.',
    )
  const { serviceWorker } = navigator
  await serviceWorker
    .register(new URL(WORKER_FILE, folder), { scope: folder.pathname })
    .catch((error: unknown) => {
      throw new CannotStart(
        `The service worker of the demo could not be started: ${String(error)} Allow this page to store data, then reload it.`,
      )
    })
  const late = new Promise<never>((_, reject) => {
    setTimeout(
      () => reject(new CannotStart('The service worker of the demo did not start. Reload this page.')),
      LONGEST_MS,
    )
  })
  await Promise.race([untilControlled(serviceWorker), late])
  const answer = await fetch(new URL('healthz', folder)).catch(() => null)
  if (!answer?.ok)
    throw new CannotStart(
      'The service worker of the demo failed. Allow this page to store data in this browser, then reload it.',
    )
}

async function untilControlled(serviceWorker: ServiceWorkerContainer): Promise<void> {
  const changed = new Promise((resolve) => {
    serviceWorker.addEventListener('controllerchange', resolve, { once: true })
  })
  const { active } = await serviceWorker.ready
  if (serviceWorker.controller) return
  // after a forced reload, the worker runs but does not answer this page
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  active?.postMessage('claim')
  await changed
}
