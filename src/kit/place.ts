import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { SourceScript } from '#gateway/sources/process/source-process.ts'

/* The kit finds the page and the program that reads sources beside its own folder: in `dist` of the package. */

const beside = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))

/** The folder of the built page; null: this is the source code, which has none at a fixed place. */
export const builtPage = (): string | null => (existsSync(beside('page/index.html')) ? beside('page') : null)

/** The built program that reads sources; null: it is run from its source code. */
export const builtSourceScript = (): SourceScript | null =>
  existsSync(beside('source-child.js')) ? { path: beside('source-child.js'), execArgv: [] } : null
