import { http, HttpResponse } from 'msw'
import type { Simulator } from '#simulator/serve.ts'
import { indexEntry, INDEX_PATH, indexOf, type RawStream } from './streams/sound-stream.ts'

/** The address of the unsigned index at which `serveStream` serves a stream. */
export const SERVED_AT = `http://mirror.example.com/plain/${INDEX_PATH}`
export const SERVED_NAME = `mirror.example.com/plain/${INDEX_PATH}`

/** Serves a stream instead of the mirror `plain`. */
export function serveStream(simulator: Simulator, { index, files }: RawStream): void {
  simulator.use(
    http.all('*/streams/plain-mirror/*', ({ request }) => {
      const path = decodeURIComponent(request.url).split('/plain-mirror/')[1] ?? ''
      const content = path === INDEX_PATH ? index : files[path]
      return content ? HttpResponse.json(content) : new HttpResponse('Not Found', { status: 404 })
    }),
  )
}

/** The index of an image server for LXD or Incus. */
export const lxdServer = (): RawStream => ({
  index: {
    ...indexOf([]),
    index: {
      images: indexEntry('streams/v1/images.json', {
        datatype: 'image-downloads',
        products: ['ubuntu:noble:amd64:default'],
      }),
    },
  },
  files: { 'streams/v1/images.json': { format: 'products:1.0', products: {} } },
})
