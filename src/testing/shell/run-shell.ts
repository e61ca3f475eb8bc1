import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformWithOxc } from 'vite'
import { findTool, missingTools, SHELL_TOOLS } from '#testing/gateway/real-tools.ts'
import type { RegionPort } from './region-port.ts'

export type Shell = 'sh' | 'bash'
export type Ran = { readonly code: number | null; readonly output: string; readonly errors: string }

const FUTURE = '4102444800'

/**
 * A folder with the stand-in `maas`, in which shells run texts. `sleep` does not wait there, and `date` is in the
 * future, which MAAS accepts: the regions of tests have clocks of their own.
 */
export async function createShellPlace() {
  const missing = missingTools(SHELL_TOOLS)
  if (missing.length > 0)
    throw new Error(`This machine has no ${missing.join(', ')}: npm run pretest gets them.`)
  const folder = mkdtempSync(join(tmpdir(), 'maas-shell-'))
  const source = fileURLToPath(new URL('maas-command.ts', import.meta.url))
  const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source)
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'maas-command.js'), code)
  const program = (name: string, text: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  program('maas', `exec '${process.execPath}' '${join(folder, 'maas-command.js')}' "$@"`)
  program('sleep', ':')
  program('date', `echo ${FUTURE}`)
  for (const tool of Object.keys(SHELL_TOOLS)) symlinkSync(findTool(tool) ?? tool, join(folder, tool))

  return {
    folder,
    /** Writes a file and returns its path. */
    file(name: string, content: string | Uint8Array): string {
      const path = join(folder, name)
      writeFileSync(path, content)
      return path
    },
    /** Runs a text in a shell, logged in to a region. Never rejects, whatever the text does. */
    run(
      shell: Shell,
      text: string,
      region: RegionPort,
      variables: Record<string, string> = {},
    ): Promise<Ran> {
      const child = spawn(shell, ['-s'], {
        cwd: folder,
        env: {
          PATH: `${folder}:${process.env['PATH']}`,
          LC_ALL: 'C.UTF-8',
          PROFILE: 'admin',
          MAAS_URL: region.url,
          MAAS_API_KEY: region.apiKey,
          MAAS_TIME: FUTURE,
          ...variables,
        },
      })
      let output = ''
      let errors = ''
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
      child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
      child.stdin.on('error', () => undefined)
      child.stdin.end(text)
      return new Promise((resolve) => child.on('close', (code) => resolve({ code, output, errors })))
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
export type ShellPlace = Awaited<ReturnType<typeof createShellPlace>>
