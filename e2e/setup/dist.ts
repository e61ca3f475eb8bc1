import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the build is made from; a path that does not exist is no source. */
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json']
/** Never part of the build, so a change there makes no build old. */
const NOT_BUILT = /(\.test\.tsx?$|^src[\\/](simulator|gateway)[\\/]|^src[\\/]start\.ts$)/

function filesOf(path: string): string[] {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((name) => !NOT_BUILT.test(name) && statSync(name).isFile())
}

/** Whether `dist` is missing or older than a source it is built from. */
export function distIsOld(): boolean {
  if (!existsSync('dist/index.html')) return true
  const built = statSync('dist/index.html').mtimeMs
  return SOURCES.flatMap(filesOf).some((path) => statSync(path).mtimeMs > built)
}
