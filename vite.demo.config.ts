import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, runnerImport, type UserConfig } from 'vite'
import { WORKER_FILE } from './src/demo/paths.ts'
import { demoPage } from './src/start/demo-page.ts'
import { pageInOneFile } from './src/start/page-in-one-file.ts'
import { productionRouter } from './src/start/production-router.ts'
import { NOTICE, thirdPartyLicenses } from './src/start/third-party.ts'
import product from './vite.config.ts'

/* The static demo (docs/demo.md): `--mode worker` builds its service worker, any other mode its page. */

const OUT = 'dist-demo'
const WORKER_NOTICE = NOTICE.replace('.txt', '-worker.txt')

/** The streams of the demo, signed now. */
function signedAheadModule(): Plugin {
  const name = 'virtual:signed-ahead'
  return {
    name: 'signed-ahead',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    async load(id) {
      if (id !== `\0${name}`) return null
      const path = resolve('src/simulator/demo/signed-ahead.ts')
      const { module } = await runnerImport<typeof import('./src/simulator/demo/signed-ahead.ts')>(path)
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(await module.signAhead(Date.now())))})`
    },
  }
}

const worker: UserConfig = {
  publicDir: false,
  plugins: [signedAheadModule(), thirdPartyLicenses(WORKER_NOTICE)],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 3_000,
    rolldownOptions: {
      input: 'src/demo/worker/worker.ts',
      // a classic script: not every browser runs modules as service workers
      output: { format: 'iife', entryFileNames: WORKER_FILE, codeSplitting: false },
      checks: { pluginTimings: false, emptyImportMeta: false },
    },
  },
}

const page: UserConfig = {
  base: './',
  plugins: [
    react(),
    productionRouter(),
    pageInOneFile(resolve('src/main.tsx')),
    demoPage(),
    thirdPartyLicenses(),
  ],
  html: { cspNonce: randomBytes(16).toString('base64') },
  css: { ...product.css },
  build: { ...product.build, outDir: OUT, emptyOutDir: false },
}

export default defineConfig(({ mode }) => (mode === 'worker' ? worker : page))
