import { spawn } from 'node:child_process'
import { once } from 'node:events'

type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

/** Runs a program in a folder, in an environment that contains only the given variables and the path of node. */
export function runProgram(
  [program = '', ...args]: readonly string[],
  { folder, env = {} }: { folder: string; env?: Readonly<Record<string, string>> },
) {
  const child = spawn(program, args, { cwd: folder, env: { PATH: process.env['PATH'] ?? '', ...env } })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const ended: Promise<Ended> = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    out,
    err,
  }))
  return { pid: child.pid ?? 0, ended, output: () => out + err, stop: () => void child.kill('SIGTERM') }
}
