import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/**
 * Builds the page into dist/page in a separate process, because the build takes 600 MB, which a process never returns.
 * @throws Error with the output of the build
 */
export async function buildPage(project: string): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')
  const building = execute(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: project })
  const stop = () => void building.child.kill()
  process.once('exit', stop)
  try {
    await building
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    throw new Error(`The page could not be built. ${said.trim()}`, { cause: error })
  } finally {
    process.off('exit', stop)
  }
}
