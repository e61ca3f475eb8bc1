import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { figure } from './figures.ts'
import type { Figure } from './figures.ts'
import { startProduct } from './from-setup.ts'

/** From `npm start` in a fresh checkout until the page is served. The build is included. */
export async function coldStart(): Promise<Record<string, Figure>> {
  const copy = mkdtempSync(join(tmpdir(), 'maas-images-bench-'))
  try {
    const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
      encoding: 'utf8',
    })
    for (const name of listed.split('\0').filter((name) => name !== '' && existsSync(name))) {
      cpSync(name, join(copy, name))
    }
    symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'))
    const product = await startProduct([], copy)
    await product.stop()
    return {
      coldStart: figure(product.secondsToServe, 's', {
        target: 30,
        how: 'npm start in a fresh copy without dist, until GET /images answers the page',
      }),
    }
  } finally {
    rmSync(copy, { recursive: true })
  }
}
