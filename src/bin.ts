#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { runProduct } from '#start/run-product.ts'

/* `maas-images` of the installed package. The build bundles it into dist/server.js, beside the page and source-child.js. */

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url))

const [first, ...rest] = process.argv.slice(2)
if (first === 'e2e') {
  const { testOwnRegion } = await import('#kit/own-region/command.ts')
  process.exitCode = await testOwnRegion(rest, process.env)
} else
  await runProduct({
    command: 'maas-images',
    page: async () => beside('page'),
    dev: null,
    moreHelp: '\nmaas-images e2e --help describes the browser tests on your own MAAS region.\n',
    sourceScript: { path: beside('source-child.js'), execArgv: [] },
  })
