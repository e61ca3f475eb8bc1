import './local-storage.ts'
import ahead from 'virtual:signed-ahead'
import { createDemoHost, type DemoHost, isForDemo } from './demo-host.ts'
import { idbKeeper } from './idb-keeper.ts'
import { isPage, pageFor } from './page-for.ts'

/*
 * The service worker of the static demo: the region and the core of the gateway. It answers the pages of its folder; only
 * their files come from the server.
 */

/** What is used of ServiceWorkerGlobalScope, whose types exclude those of a page. */
type Scope = {
  readonly location: Location
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: string, listener: (event: WorkerEvent) => void): void
}
type WorkerEvent = {
  readonly request: Request
  respondWith(response: Promise<Response>): void
  waitUntil(work: Promise<unknown>): void
}

const scope = self as unknown as Scope
const folder = new URL('./', scope.location.href)
let host: Promise<DemoHost> | undefined

/** Starts with the first call, and again after a failure. */
const started = () =>
  (host ??= createDemoHost({ ahead, keeper: idbKeeper(folder.pathname) }).catch((error: unknown) => {
    host = undefined
    throw error
  }))

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()))
for (const type of ['activate', 'message'])
  scope.addEventListener(type, (event) => event.waitUntil(scope.clients.claim()))

scope.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== folder.origin || !url.pathname.startsWith(folder.pathname)) return
  const below = url.pathname.slice(folder.pathname.length - 1) + url.search
  if (isForDemo(below)) event.respondWith(answer(request, below))
  else if (request.mode === 'navigate' && isPage(url)) event.respondWith(pageFor(folder))
})

async function answer(request: Request, below: string): Promise<Response> {
  try {
    return await (await started()).answer(request, below)
  } catch (error) {
    console.error('The demo failed', error)
    return Response.error()
  }
}
