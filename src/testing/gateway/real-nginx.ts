import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findTool } from './real-tools.ts'

export type Nginx = Awaited<ReturnType<typeof startNginx>>

/** A request as nginx has logged it. */
export type Logged = { method: string; path: string; status: number; gzipped: boolean }

/** The server block of a folder on a port. */
export type ServerBlock = (port: number, folder: string) => string

const usual: ServerBlock = (port, folder) => `
  server {
    listen 127.0.0.1:${port};
    root ${folder};
  }`

/**
 * nginx on a free loopback port, with gzip, serving a separate folder. The folder is empty at first; `write` adds
 * files.
 */
export async function startNginx(server: ServerBlock = usual) {
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'))
  const port = await freePort()
  await mkdir(join(folder, 'www'))
  await writeFile(join(folder, 'nginx.conf'), configuration(folder, server(port, join(folder, 'www'))))
  let child: ChildProcess | null = null

  async function start(): Promise<void> {
    const path = findTool('nginx')
    if (path === null) throw new Error('nginx is not on this machine.')
    const errors = join(folder, 'error.log')
    const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', errors]
    const started = spawn(path, args, { stdio: 'ignore' })
    child = started
    await once(started, 'spawn')
    while (!(await listens(port))) {
      if (started.exitCode !== null) throw new Error(`nginx ended: ${await readFile(errors, 'utf8')}`)
      await pause(10)
    }
  }
  /** Ends nginx after the running requests, so that its log is complete. */
  async function stop(): Promise<void> {
    if (child === null || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGQUIT')
    await ended
    child = null
  }

  await start()
  return {
    /** `127.0.0.1:N` */
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    /** Path of a served file on disk. */
    pathOf: (path: string) => join(folder, 'www', path),
    async write(path: string, content: string | Buffer): Promise<void> {
      const file = join(folder, 'www', path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content)
    },
    remove: (path: string) => rm(join(folder, 'www', path)),
    start,
    stop,
    /** All requests before the last stop. */
    async log(): Promise<Logged[]> {
      const lines = (await readFile(join(folder, 'access.log'), 'utf8')).split('\n')
      return lines.flatMap((line) => {
        const [method = '', path = '', status, ratio] = line.split('\t')
        return line === '' ? [] : [{ method, path, status: Number(status), gzipped: ratio !== '-' }]
      })
    },
    async close(): Promise<void> {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** All files that nginx writes are in its folder. */
function configuration(folder: string, server: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `
    # started as root, its workers would run as a user who cannot read this folder
    ${process.getuid?.() === 0 ? `user ${userInfo().username};` : ''}
    daemon off;
    worker_processes 1;
    pid ${folder}/nginx.pid;
    error_log ${folder}/error.log;
    events { worker_connections 64; }
    http {
      ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
      log_format plain '$request_method\t$uri\t$status\t$gzip_ratio';
      access_log ${folder}/access.log plain;
      default_type application/octet-stream;
      gzip on;
      gzip_types *;
      gzip_min_length 1;
      ${server}
    }
  `
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
