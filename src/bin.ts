#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { startProduct } from '#start/start-product.ts'

/* `maas-images` of the installed package. The build bundles it into dist/server.js, beside the page and source-child.js. */

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url))

await startProduct({
  command: 'maas-images',
  page: async () => beside('page'),
  dev: null,
  sourceScript: { path: beside('source-child.js'), execArgv: [] },
})
