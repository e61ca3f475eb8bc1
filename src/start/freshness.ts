import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Sources of the built page, relative to the project. */
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'vite.demo.config.ts', 'package-lock.json']

/** Whether the folder `page` has a built page and no source is newer. Its index.html is written last. */
export async function isBuilt(project: string, page: string): Promise<boolean> {
  const built = await modified(join(page, 'index.html'))
  if (built === 0) return false
  const newest = await Promise.all(SOURCES.map((name) => newestBelow(join(project, name))))
  return Math.max(...newest) <= built
}

async function newestBelow(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => null)
  if (!entries) return modified(path)
  const files = entries.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
  return Math.max(
    0,
    ...(await Promise.all(files.map(({ parentPath, name }) => modified(join(parentPath, name))))),
  )
}

/** 0: it does not exist. */
const modified = (path: string) =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
