import { readdir, readFile, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

/** Fonts are compressed already. The page itself is different each time, because the gateway writes a nonce into it. */
const COMPRESSIBLE = new Set(['.css', '.js', '.json', '.map', '.svg', '.txt', '.webmanifest'])
const SMALLEST = 512
const PAGE = 'index.html'

/**
 * Also writes each file of the page as `.br` and `.gz` if that makes it smaller, for the gateway to serve
 * (src/gateway/http/static-files.ts). index.html is written last: when it exists, the page is complete.
 */
export function compressedPage(): Plugin {
  let page: string | Uint8Array | null = null
  return {
    name: 'compressed-page',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const file = bundle[PAGE]
        page = file?.type === 'asset' ? file.source : null
        delete bundle[PAGE]
      },
    },
    async writeBundle({ dir = '.' }) {
      const entries = await readdir(dir, { recursive: true, withFileTypes: true })
      const files = entries.filter((entry) => entry.isFile() && COMPRESSIBLE.has(extname(entry.name)))
      await Promise.all(files.map(({ parentPath, name }) => compressed(join(parentPath, name))))
      if (page !== null) await writeFile(join(dir, PAGE), page)
    },
  }
}

async function compressed(path: string): Promise<void> {
  const plain = await readFile(path)
  if (plain.length <= SMALLEST) return
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(plain, brotli),
    promisify(gzip)(plain, { level: constants.Z_BEST_COMPRESSION }),
  ])
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)])
}
