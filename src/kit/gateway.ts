import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { keyringsOf } from '#gateway/fetch/kept-keyrings.ts'
import { readKeyringFile } from '#gateway/fetch/keyring-file.ts'
import { createLog, silent } from '#gateway/http/log.ts'
import * as values from '#gateway/options/option-values.ts'
import { startGateway, type GatewayOptions } from '#gateway/server.ts'
import type { KeyAccess } from '#gateway/session/sessions.ts'
import { createSourceProcess } from '#gateway/sources/process/source-process.ts'
import { simulatorOf } from './inside.ts'
import { leapingClock } from '#lib/leaping-clock.ts'
import { builtPage, builtSourceScript } from './place.ts'
import type { Region } from './region.ts'
import { rememberedWork } from './remembered-work.ts'

/**
 * Whose API key the product uses. `sign-in`: each user's. `fixed-key`: the given one. `embedded`: the embedded region's,
 * and the page says that it is a demo.
 */
export type Access = 'sign-in' | 'fixed-key' | 'embedded'
const ACCESS: readonly string[] = ['sign-in', 'fixed-key', 'embedded'] satisfies Access[]

/** The region of a product. */
export type ProductRegion =
  | {
      /** An embedded region. */
      readonly region: Region
      /** The address of MAAS for the product, if there is a proxy in front of the region. */
      readonly through?: string
      /** By default `sign-in`. */
      readonly access?: Access
    }
  | {
      /** The address of a MAAS: `http://maas.example.com:5240/MAAS` */
      readonly maas: string
      /** An API key, `consumer:token:secret`; without it, every user signs in. */
      readonly key?: string
    }

/** Everything about a product that does not depend on its region. All of it can be left out. */
export type ProductSettings = {
  /** The port on 127.0.0.1; by default any free one. */
  readonly port?: number
  /** The path of the page, with a slash at both ends; by default `/`. */
  readonly basePath?: string
  /** Further hosts that boot sources may be read from, such as `127.0.0.1` for a server of the test. */
  readonly streamHosts?: readonly string[]
  /** Seals the sessions, at least 32 characters; by default a new one. With the same one, they outlive a restart. */
  readonly secret?: string
  /** Gets each line of the log at its most detailed level, as JSON. */
  readonly log?: (line: string) => void
  /** The wall clock in milliseconds since 1970; by default `Date.now`. */
  readonly now?: () => number
  /** The folder of the built page; by default that of this package. */
  readonly page?: string
}

/** A region, and how the product works in front of it. */
export type ProductOptions = ProductRegion & ProductSettings

/** A running product: the gateway that serves the page. */
export type Product = {
  /** Where the page is, without a slash at the end: `http://127.0.0.1:N` */
  readonly url: string
  readonly port: number
  /** Stops it and frees its port. */
  close(): Promise<void>
}

/**
 * Starts the product in front of an embedded region or of a MAAS, on the loopback interface. In front of an embedded
 * region, it reads everything again at each request and does not wait between two tries, so that tests need not.
 * @throws Error for an option of another form, a missing page, or a port that is taken
 */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const { port = 0, log, now = Date.now } = options
  const basePath = values.basePath.parse(checked('basePath', options.basePath ?? '/'))
  const page = pageIn(options.page ?? builtPage())
  const { close, ...ofRegion } = 'region' in options ? inFrontOfRegion(options) : inFrontOfMaas(options)
  const gateway = await startGateway({
    ...ofRegion,
    port,
    basePath,
    now,
    assets: page,
    log: log ? createLog('debug', log) : silent,
  })
  if ('region' in options) simulatorOf(options.region).onReplaced(() => gateway.forgetRegion())
  return {
    url: gateway.url.replace(/\/$/, ''),
    port: gateway.port,
    async close() {
      await gateway.close()
      await close?.()
    },
  }
}

function pageIn(folder: string | null): string {
  if (folder === null) throw new Error('There is no built page beside the kit: name its folder as `page`.')
  if (existsSync(join(folder, 'index.html'))) return folder
  throw new Error(`The folder ${folder} has no built page: it needs an index.html.`)
}

/** The value of an option. Throws an Error that names the option. */
function checked(name: 'basePath' | 'maas', value: string): string {
  const [issue] = CHECKS[name].safeParse(value).error?.issues ?? []
  if (issue) throw new Error(`${name} ${issue.message}`)
  return value
}
const CHECKS = { basePath: values.basePath, maas: values.maasUrl }

type Setting = Pick<GatewayOptions, 'maasUrl' | 'credentials' | 'keyringFile' | 'streams' | 'work'> & {
  readonly close?: () => Promise<void>
}

function inFrontOfRegion(options: Extract<ProductOptions, { region: Region }>) {
  const { region, through, access = 'sign-in', streamHosts = [] } = options
  if (!ACCESS.includes(access)) throw new Error(`access must be ${ACCESS.join(', ')}, not "${access}".`)
  const { rewrites, keyringFiles } = simulatorOf(region)
  return {
    maasUrl: through ?? region.url,
    credentials: access === 'sign-in' ? signIn(options) : { kind: 'fixed', apiKey: region.key },
    embedded: access === 'embedded',
    rewrites,
    keyringFile: keyringsOf(keyringFiles),
    streams: { allow: [new URL(region.streams).host, ...streamHosts] },
    work: sharedWork(),
    pace: leapingClock(),
    // so that the first answer is complete even on a busy machine
    detailWaitMs: 60_000,
    exchange: { wait: async () => undefined },
  } satisfies Setting & Partial<GatewayOptions> as Setting & Partial<GatewayOptions>
}

function inFrontOfMaas(options: Extract<ProductOptions, { maas: string }>): Setting {
  const { maas, key, streamHosts = [] } = options
  const work = startWork()
  return {
    maasUrl: checked('maas', maas),
    credentials: key === undefined ? signIn(options) : { kind: 'fixed', apiKey: key },
    keyringFile: (name) => readKeyringFile(name),
    streams: { allow: streamHosts },
    work,
    close: () => work.close(),
  }
}

const signIn = ({ secret = randomBytes(32).toString('base64') }: ProductSettings): KeyAccess => ({
  kind: 'sign-in',
  secret,
  secure: false,
})

function startWork(idleMs = 30_000) {
  const script = builtSourceScript()
  return createSourceProcess({ idleMs, ...(script && { script }) })
}

let shared: ReturnType<typeof rememberedWork> | null = null

/**
 * Shared by all products of this process, which ends it at the end: starting one for each test takes a second, and
 * reading the demo streams again a fifth of a second.
 */
const sharedWork = () => (shared ??= rememberedWork(startWork(600_000)))
