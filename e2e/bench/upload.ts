import { execFile, fork, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from '@playwright/test'
import { CHUNK_BYTES } from '#contract/uploads.ts'
import { oauthHeader, parseApiKey } from '#gateway/region/oauth.ts'
import { startSimulator } from '#simulator/serve.ts'
import { figure } from './figures.ts'
import type { Figure } from './figures.ts'
import type { ChildMessage, Role } from './gateway-child.ts'

const MB = 1_000_000
/** For a shorter measurement: UPLOAD_BYTES=500000000 npm run bench */
const BYTES = Number(process.env['UPLOAD_BYTES'] ?? 6_000_000_000)
const API_KEY = 'consumer:token:secret'
const WITHIN_MS = 30 * 60_000
/** Requests that are signed together: MAAS refuses a signature after five minutes. */
const BATCH = 200

/** The first chunk of a disk with a partition table; the rest of the file is empty. */
function firstChunk(): Buffer {
  const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, BYTES))
  chunk[510] = 0x55
  chunk[511] = 0xaa
  return chunk
}

/**
 * A sparse file goes through the page, the gateway and the embedded region, and then from curl to the same region with the
 * same requests. Returns the peak memory of the page's process (with its worker) and of the gateway, and how fast the page
 * sends compared with curl.
 */
export async function upload(browser: Browser): Promise<Record<string, Figure>> {
  const folder = mkdtempSync(join(tmpdir(), 'maas-images-upload-'))
  const file = join(folder, 'disk.raw')
  writeFileSync(file, firstChunk())
  truncateSync(file, BYTES)
  const region = await startSimulator({ scenario: 'default', speed: 0, apiKey: API_KEY })
  const gateway = await startGatewayChild(region.maasUrl)
  try {
    const page = await throughPage(browser, gateway, file)
    const curl = await throughCurl(region.maasUrl, folder)
    const how = `${Math.round(BYTES / MB)} MB`
    return {
      uploadPageMemory: figure(page.pageBytes / MB, 'MB', {
        target: 300,
        how: `peak RSS of the renderer, ${how}`,
      }),
      uploadGatewayMemory: figure(page.gatewayBytes / MB, 'MB', { target: 200, how: `peak RSS, ${how}` }),
      uploadSumRate: figure(BYTES / MB / page.sumSeconds, 'MB/s'),
      uploadRate: figure(BYTES / MB / page.sendSeconds, 'MB/s', { how }),
      uploadRateOfCurl: figure(BYTES / MB / curl, 'MB/s', { how: 'the same requests, without the gateway' }),
      uploadToCurl: figure(curl / page.sendSeconds, 'of the rate of curl'),
    }
  } finally {
    gateway.child.disconnect()
    await region.close()
    rmSync(folder, { recursive: true })
  }
}

type Started = { readonly url: string; readonly child: ChildProcess }

async function startGatewayChild(maasUrl: string): Promise<Started> {
  const role: Role = { role: 'gateway', maasUrl, way: 'fixed' }
  const child = fork(join(import.meta.dirname, 'gateway-child.ts'), [JSON.stringify(role)], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
  })
  const [message] = (await once(child, 'message')) as [ChildMessage]
  if (!('url' in message)) throw new Error('The gateway of the measurement did not send its address.')
  return { url: message.url, child }
}

/** Bytes of a field of /proc/PID/status; 0 if this is not Linux. */
function memoryOf(pid: number | undefined, field: 'VmHWM'): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return 1_024 * Number(new RegExp(`^${field}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0)
  } catch {
    return 0
  }
}

async function throughPage(browser: Browser, { url, child }: Started, file: string) {
  const page = await browser.newPage()
  await page.goto(`${url}/images/upload`)
  await page.locator('input[type=file]').first().setInputFiles(file)
  await page.getByText('A raw disk.', { exact: true }).waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('bench')
  // the gateway has read which images the region holds
  await page.locator('option', { hasText: 'amd64' }).waitFor({ state: 'attached' })
  const began = performance.now()
  let announced = 0
  page.on('request', (request) => {
    if (request.method() === 'POST') announced = performance.now()
  })
  await page.getByRole('button', { name: 'Upload image' }).click()
  await page.getByText('has checked the SHA256').first().waitFor({ timeout: WITHIN_MS })
  const ended = performance.now()
  const pageBytes = Math.max(...(await renderersOf(browser)).map((pid) => memoryOf(pid, 'VmHWM')))
  await close(page)
  return {
    pageBytes,
    gatewayBytes: memoryOf(child.pid, 'VmHWM'),
    sumSeconds: (announced - began) / 1_000,
    sendSeconds: (ended - announced) / 1_000,
  }
}

const close = (page: Page) => page.close()

async function renderersOf(browser: Browser): Promise<number[]> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

/** Seconds for all chunks with curl, 200 at a time on one connection. */
async function throughCurl(maasUrl: string, folder: string): Promise<number> {
  const key = parseApiKey(API_KEY)
  if (!key) throw new Error('The key of the measurement is malformed.')
  const empty = Buffer.alloc(CHUNK_BYTES)
  const sizes: number[] = []
  for (let at = 0; at < BYTES; at += CHUNK_BYTES) sizes.push(Math.min(CHUNK_BYTES, BYTES - at))
  const hash = createHash('sha256')
  for (const [index, size] of sizes.entries())
    hash.update(index === 0 ? firstChunk() : empty.subarray(0, size))
  const created = await fetch(`${maasUrl}/api/2.0/boot-resources/`, {
    method: 'POST',
    headers: { authorization: oauthHeader(key) },
    body: new URLSearchParams({
      name: 'bench-curl',
      architecture: 'amd64/generic',
      filetype: 'ddraw',
      sha256: hash.digest('hex'),
      size: String(BYTES),
    }),
  })
  const uri = /"upload_uri": "([^"]+)"/.exec(await created.text())?.[1] ?? ''
  const nameOf = (index: number) =>
    join(folder, index === 0 ? 'first' : index === sizes.length - 1 ? 'last' : 'chunk')
  writeFileSync(nameOf(0), firstChunk())
  writeFileSync(join(folder, 'chunk'), empty)
  if (sizes.length > 1) writeFileSync(nameOf(sizes.length - 1), empty.subarray(0, sizes.at(-1)))
  const requestOf = (index: number) =>
    [
      `url = "${new URL(uri, maasUrl).href}"`,
      // with "upload-file", curl would add the name of the file to the address
      'request = PUT',
      `data-binary = "@${nameOf(index)}"`,
      'header = "Content-Type: application/octet-stream"',
      'header = "Expect:"',
      `header = "Authorization: ${oauthHeader(key).replaceAll('"', '\\"')}"`,
      'fail',
      'silent',
      'show-error',
      'output = "/dev/null"',
    ].join('\n')
  const all = sizes.map((_, index) => index)
  const began = performance.now()
  for (let from = 0; from < all.length; from += BATCH) {
    const requests = all.slice(from, from + BATCH).map(requestOf)
    writeFileSync(join(folder, 'requests'), requests.join('\nnext\n'), { mode: 0o600 })
    // oxlint-disable-next-line no-await-in-loop -- MAAS appends
    await promisify(execFile)('curl', ['--config', join(folder, 'requests')])
  }
  return (performance.now() - began) / 1_000
}
