/*
 * `npm run bench`: measures the built product with the embedded region and prints one JSON object. Progress goes to
 * stderr. The machine should be idle; the figures are those of this machine.
 */
import { cpus } from 'node:os'
import { chromium } from '@playwright/test'
import { bundled } from './bundled.ts'
import { connectionFlood } from './connection-flood.ts'
import { coldStart } from './cold-start.ts'
import { coldTable } from './cold-table.ts'
import { dialogs } from './dialogs.ts'
import type { Figure } from './figures.ts'
import { firstLoad } from './first-load.ts'
import { launchOptions, startProduct } from './from-setup.ts'
import { gateway } from './gateway.ts'
import { idleTraffic } from './idle.ts'
import { interactions } from './interactions.ts'
import { regionLoad } from './region-load.ts'
import { streams } from './streams.ts'
import { upload } from './upload.ts'
import { unmoved } from './unmoved.ts'

const say = (text: string) => console.error(`[bench] ${text}`)

async function onScenario<T>(scenario: string, measure: (url: string) => Promise<T>): Promise<T> {
  const product = await startProduct(['--scenario', scenario])
  try {
    return await measure(product.url)
  } finally {
    await product.stop()
  }
}

const figures: Record<string, Figure> = {}

say('cold start')
Object.assign(figures, await coldStart())
say('the server as it is packed')
Object.assign(figures, await bundled())
say('reading streams')
Object.assign(figures, await streams())

say('what the gateway does while sources are read')
Object.assign(figures, await unmoved())

say('the gateway')
Object.assign(figures, await gateway())
say('a flood of sign-ins')
Object.assign(figures, await connectionFlood())

const browser = await chromium.launch(launchOptions())
try {
  say('first load')
  Object.assign(figures, await onScenario('default', (url) => firstLoad(browser, url)))
  say('dialogs')
  Object.assign(figures, await onScenario('default', (url) => dialogs(browser, url)))
  await onScenario('large', async (url) => {
    say('keys and clicks at 2,000 images')
    Object.assign(figures, await interactions(browser, url))
    say('idle traffic')
    Object.assign(figures, await idleTraffic(browser, url))
  })
  say('the first table of a slow region')
  Object.assign(figures, await coldTable(browser))
  say('the upload of an image')
  Object.assign(figures, await upload(browser))
  say('calls of the region')
  Object.assign(figures, await regionLoad(browser))
} finally {
  await browser.close()
}

const missed = Object.keys(figures).filter((name) => figures[name]?.ok === false)
const machine = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model ?? '' }
console.log(JSON.stringify({ measured: new Date().toISOString(), machine, missed, figures }, null, 2))
