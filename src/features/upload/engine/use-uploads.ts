import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { refreshImages } from '#api/images.ts'
import type { Owner } from '#api/store/records.ts'
import { request } from '#api/client.ts'
import { imagesAnswer } from '#contract/gateway.ts'
import { standing } from '#features/upload/rules/form.ts'
import { needsPage, type Upload } from './upload.ts'
import { sumFile } from './sum-file.ts'
import { createUploads, type Uploads } from './uploads.ts'

/** By page and owner, so that uploads go on while other pages of this tab are shown. */
const known = new WeakMap<QueryClient, Map<string, Uploads>>()

function waitOnline(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      removeEventListener('online', end)
      signal.removeEventListener('abort', end)
      if (signal.aborted) reject(signal.reason as Error)
      else resolve()
    }
    const timer = setTimeout(end, ms)
    addEventListener('online', end)
    signal.addEventListener('abort', end)
  })
}

/** The browser asks before it closes or reloads a page that still sends. */
function guardPage(uploads: Uploads): void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault()
  uploads.follow(() => {
    if (uploads.list().some(needsPage)) addEventListener('beforeunload', ask)
    else removeEventListener('beforeunload', ask)
  })
}

function uploadsOf(owner: Owner, version: string, client: QueryClient): Uploads {
  const name = JSON.stringify(owner)
  const ofPage = known.get(client) ?? new Map<string, Uploads>()
  known.set(client, ofPage)
  const before = ofPage.get(name)
  if (before) return before
  const made = createUploads({
    owner,
    sum: sumFile,
    newKey: () => `${Date.now()}-${Math.random().toString(36).slice(2)}`,
    now: () => performance.now(),
    wait: waitOnline,
    onChange: () => void refreshImages(client),
    async find({ name, architecture }) {
      const { images } = await request('/gateway/images', imagesAnswer, { fresh: true })
      const [arch = ''] = architecture.split('/')
      return standing({ name, arch }, { images, version })?.kernels[0]?.id ?? null
    },
  })
  ofPage.set(name, made)
  guardPage(made)
  return made
}

const LOOK_MS = 5_000

/** The uploads of a user, with what they do now. */
export function useUploads(owner: Owner, version: string): { uploads: Uploads; list: readonly Upload[] } {
  const client = useQueryClient()
  const [uploads] = useState(() => uploadsOf(owner, version, client))
  const list = useSyncExternalStore(
    (listener) => uploads.follow(listener),
    () => uploads.list(),
  )
  useEffect(() => {
    void uploads.load()
    return uploads.followOthers(() => void uploads.load())
  }, [uploads])
  const isElsewhere = list.some(({ phase }) => phase === 'elsewhere')
  useEffect(() => {
    if (!isElsewhere) return undefined
    // a tab that is closed says nothing
    const timer = setInterval(() => void uploads.load(), LOOK_MS)
    return () => clearInterval(timer)
  }, [isElsewhere, uploads])
  return { uploads, list }
}
