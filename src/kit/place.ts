import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SourceScript } from '#gateway/sources/process/source-process.ts'

/* The kit finds the page and the programs beside its own folder: in `dist` of the package. */

const beside = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))

/** The folder of the built page; null: this is the source code, which has none at a fixed place. */
export const builtPage = (): string | null => (existsSync(beside('page/index.html')) ? beside('page') : null)

/** The built program that reads sources; null: it is run from its source code. */
export const builtSourceScript = (): SourceScript | null =>
  existsSync(beside('source-child.js')) ? { path: beside('source-child.js'), execArgv: [] } : null

/** The command that starts the product: the program of the package, or that of the source code. */
export const productCommand = (): readonly string[] =>
  existsSync(beside('server.js'))
    ? [process.execPath, beside('server.js')]
    : [process.execPath, '--import', 'tsx', beside('start.ts')]

/** The configuration of Playwright for the suite for one's own region. */
export const ownRegionConfig = (): string =>
  beside(`kit/own-region/playwright.config${extname(import.meta.url)}`)
