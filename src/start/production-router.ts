import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/** Its package.json names only the development build, which is 0.6 kB larger and prints warnings. */
const PRODUCTION = fileURLToPath(
  new URL('../../node_modules/react-router/dist/production/index.mjs', import.meta.url),
)

/** Builds the page with the production build of react-router. */
export const productionRouter = (): Plugin => ({
  name: 'production-router',
  apply: 'build',
  config: () => ({ resolve: { alias: [{ find: /^react-router$/, replacement: PRODUCTION }] } }),
})
