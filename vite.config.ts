/// <reference types="vitest/config" />
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressedPage } from './src/start/compressed-page.ts'
import { earlyCompiled } from './src/start/early-compiled.ts'
import { kitTypes } from './src/start/kit-types.ts'
import { pageInOneFile } from './src/start/page-in-one-file.ts'
import { productionRouter } from './src/start/production-router.ts'
import { thirdPartyLicenses } from './src/start/third-party.ts'

/** What the package exports: `maas-images/region` is src/kit/region.ts. */
const KIT = ['region', 'gateway', 'msw', 'playwright', 'contract']

/** The suite for one's own region, which `maas-images e2e` runs with Playwright. */
const OWN_REGION = readdirSync('src/kit/own-region')
  .filter((name) => /\.(e2e|config)\.ts$/.test(name))
  .map((name) => `own-region/${name.slice(0, -3)}`)

/** Tests that load a module again, start the whole product, or count what a process does once. */
const ALONE = [
  'src/*.test.ts',
  'src/api/store/records.test.ts',
  'src/simulator/demo/demo-streams.test.ts',
  'src/gateway/attacks/flood.test.ts',
  'src/testing/hostile/never-frozen.test.ts',
  'e2e/**/*.test.ts',
]

/**
 * Tests of the page that replace a module, or load one again, and one of what a page deletes of all users: a page that
 * an earlier test of the same process left would delete it first.
 */
const DOM_ALONE = [
  'src/features/images/draft/use-left-behind.test.tsx',
  'src/api/store/tab-id.test.tsx',
  'src/features/images/forecast/use-{forecast-rules,summary}.test.tsx',
  'src/features/images/save/use-save.test.tsx',
  'src/ui/lazy/prefetch-dialogs.test.tsx',
]

const DOM = {
  environment: 'jsdom',
  setupFiles: ['src/test-setup.ts'],
  // finding by role in jsdom is slow, more so on two busy cores
  testTimeout: 60_000,
}

/** Else react-router is loaded twice, as CommonJS and as a module, with a context each. */
const DOM_RESOLVE = { conditions: ['module-sync', 'module', 'browser', 'development|production'] }

export default defineConfig({
  // Where the page lives is known only when the gateway starts (--base-path).
  base: './',
  plugins: [
    react(),
    productionRouter(),
    pageInOneFile(),
    thirdPartyLicenses(),
    earlyCompiled(),
    compressedPage(),
    kitTypes(KIT),
  ],
  // The gateway puts the nonce of each response in its place.
  html: { cspNonce: '__CSP_NONCE__' },
  // Vanilla uses Sass's @import, which would print hundreds of deprecations that are not ours.
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  build: {
    outDir: 'dist/page',
    target: 'es2022',
    reportCompressedSize: false,
    // the bench limits what the first screen loads (e2e/bench/first-load.ts)
    chunkSizeWarningLimit: 600,
    rolldownOptions: { checks: { pluginTimings: false } },
    // The first script would have to list the files of all lazy parts: 1.4 kB. Dialogs are fetched when the page is
    // idle, so no one waits for a chain of requests.
    modulePreload: false,
    // With the first style sheet: a retry of a lazy part would not fetch one that failed.
    cssCodeSplit: false,
    // The policy of the page allows data: for images only.
    assetsInlineLimit: (file) => (file.endsWith('.svg') ? undefined : false),
  },
  environments: {
    // `vite build --ssr`: the server of the package. What it imports from node_modules stays outside.
    ssr: {
      build: {
        outDir: 'dist',
        // also deletes dist/page, which is built after the server
        emptyOutDir: true,
        copyPublicDir: false,
        target: 'node20',
        sourcemap: true,
        rolldownOptions: {
          input: {
            server: 'src/bin.ts',
            'source-child': 'src/gateway/sources/process/source-child.ts',
            ...Object.fromEntries(
              [...KIT, ...OWN_REGION].map((name) => [`kit/${name}`, `src/kit/${name}.ts`]),
            ),
          },
          output: {
            entryFileNames: '[name].js',
            // The server works without Playwright. Both folders are directly in `dist`: src/kit/place.ts
            chunkFileNames: ({ moduleIds }) =>
              moduleIds.some((id) => id.includes('/src/kit/')) ? 'kit/shared-[name].js' : 'server/[name].js',
          },
        },
      },
    },
  },
  test: {
    // one more than two cores: many tests wait for a process or a time limit of their own
    maxWorkers: Math.max(3, availableParallelism() - 1),
    // on two busy cores, it takes some time until a polled condition is true
    expect: { poll: { timeout: 30_000 } },
    // hooks start whole products
    hookTimeout: 60_000,
    // files share a process: a replaced global must not be left in the next one
    unstubGlobals: true,
    unstubEnvs: true,
    setupFiles: ['src/test-globals.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          environment: 'node',
          include: ['src/**/*.test.ts'],
          exclude: ALONE,
          // Nothing here changes what other files see, so files share a process: modules and demo streams load once.
          isolate: false,
          // properties on two busy cores
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          environment: 'node',
          include: ALONE,
          // properties and whole products on two busy cores
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        resolve: DOM_RESOLVE,
        test: {
          ...DOM,
          name: 'dom',
          include: ['src/**/*.test.tsx'],
          exclude: DOM_ALONE,
          // Each file has a document of its own, but React, the page and its demo region load once per process.
          isolate: false,
        },
      },
      {
        extends: true,
        resolve: DOM_RESOLVE,
        test: { ...DOM, name: 'dom alone', include: DOM_ALONE },
      },
    ],
  },
})
