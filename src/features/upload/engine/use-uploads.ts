import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { imagesQuery, refreshImages } from '#api/images.ts'
import type { Owner } from '#api/store/records.ts'
import { request } from '#api/client.ts'
import { imagesAnswer } from '#contract/gateway.ts'
import { standing } from '#features/upload/rules/form.ts'
import { isBusy, type Upload } from './upload.ts'
import { sumFile } from './sum-file.ts'
import { createUploads, type Uploads } from './uploads.ts'

/** By owner, so that uploads go on while other pages of this tab are shown. */
const known = new Map<string, Uploads>()

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

function uploadsOf(owner: Owner, version: string, client: QueryClient): Uploads {
  const name = JSON.stringify(owner)
  const made =
    known.get(name) ??
    createUploads({
      owner,
      sum: sumFile,
      newKey: () => `${Date.now()}-${Math.random().toString(36).slice(2)}`,
      now: () => performance.now(),
      wait: waitOnline,
      onChange: () => void refreshImages(client),
      async find({ name, architecture }) {
        const { images } = await request('/gateway/images', imagesAnswer, { fresh: true })
        const [arch = ''] = architecture.split('/')
        const form = { name, arch, title: '', baseImage: '', filetype: null }
        return standing(form, { images, version, offered: [] })?.kernels[0]?.id ?? null
      },
    })
  if (!known.has(name)) {
    known.set(name, made)
    void made.load()
    addEventListener('beforeunload', (event) => {
      if (made.list().some(isBusy)) event.preventDefault()
    })
  }
  return made
}

/** The uploads of a user, with what they do now. */
export function useUploads(owner: Owner, version: string): { uploads: Uploads; list: readonly Upload[] } {
  const client = useQueryClient()
  const [uploads] = useState(() => uploadsOf(owner, version, client))
  const list = useSyncExternalStore(
    (listener) => uploads.follow(listener),
    () => uploads.list(),
  )
  const busy = list.some(isBusy)
  useEffect(() => {
    // the images show the progress as well
    if (!busy) void client.invalidateQueries({ queryKey: imagesQuery().queryKey })
  }, [busy, client])
  return { uploads, list }
}
