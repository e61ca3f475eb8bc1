import { readFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { extname, join, normalize } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.woff2': 'font/woff2',
}

/** Serves the files of a folder below a path, and nothing else: as plain as a web server can be. */
export const filesOf =
  (folder: string, below: string): RequestListener =>
  (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://files')
    const name = pathname.endsWith('/') ? `${pathname}index.html` : pathname
    const missing = () => response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n')
    if (!name.startsWith(below) || normalize(name) !== name) {
      missing()
      return
    }
    readFile(join(folder, name.slice(below.length))).then(
      (bytes) =>
        response
          .writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream' })
          .end(bytes),
      missing,
    )
  }
