import { helpText } from '#gateway/options/help.ts'
import { readOptions, type StartOptions } from '#gateway/options/options.ts'
import { startNotices } from '#gateway/options/start-notices.ts'
import type { SourceScript } from '#gateway/sources/process/source-process.ts'
import { asTyped, type StartCommand } from './command.ts'
import type { DevServerNeeds } from './dev-server.ts'

// Large modules are imported only when they are needed, so that --help and a wrong argument answer immediately.

/** The place the product is started from. */
export type Setting = {
  readonly command: StartCommand
  /** The folder of the built page. */
  page(): Promise<string>
  /** Starts the server of `--dev`; null: there are no sources here. */
  readonly dev: ((needs: DevServerNeeds) => Promise<Running & { readonly url: string }>) | null
  /** Null: the program in the sources. */
  readonly sourceScript?: SourceScript
  /** Added to --help. */
  readonly moreHelp?: string
}

type Running = { readonly close: () => Promise<unknown> }

const NO_SOURCES =
  '--dev needs the sources of the page, which the installed package does not contain. Run npm run dev in a clone of the repository, or leave out --dev.'

/** Runs the whole product with the arguments and environment of this process, until it is interrupted. */
export async function runProduct(setting: Setting): Promise<void> {
  const { command } = setting
  const understood = readOptions(process.argv.slice(2), process.env)
  if (understood.kind === 'help')
    process.stdout.write(asTyped(helpText(), command) + (setting.moreHelp ?? ''))
  else if (understood.kind === 'wrong') fail(asTyped(understood.message, command))
  else if (understood.options.scenario === 'help') process.stdout.write(await scenarioList())
  else if (understood.options.dev && !setting.dev) fail(NO_SOURCES)
  else await run(understood.options, setting)
}

/** Every scenario with what it shows, a line each. */
async function scenarioList(): Promise<string> {
  const { SCENARIOS } = await import('#simulator/demo/scenarios.ts')
  const names = Object.entries(SCENARIOS)
  const width = Math.max(...names.map(([name]) => name.length)) + 2
  return names.map(([name, about]) => `${name.padEnd(width)}${about}\n`).join('')
}

async function run(options: StartOptions, setting: Setting): Promise<void> {
  const running: Running[] = []
  let stopping = 0
  const stop = async (code: number) => {
    if (stopping > 0) {
      // A second Ctrl-C ends the process without waiting. A signal within 500 ms is the first one again, passed on by
      // npm.
      if (Date.now() - stopping > 500) process.exit(130)
      return
    }
    stopping = Date.now()
    for (const one of running.reverse()) await one.close()
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0))

  try {
    for (const line of await open(options, setting, running)) console.log(line)
    console.log('Press Ctrl-C to stop')
  } catch (error) {
    if (stopping > 0) return
    console.error(explain(error, options, setting.command))
    await stop(1)
  }
}

/** Starts region, gateway and page, adds each to `running`, and returns the lines for the terminal. */
async function open(options: StartOptions, setting: Setting, running: Running[]): Promise<string[]> {
  const { host, access, network, maas } = options
  const dev = options.dev ? setting.dev : null
  const { openRegion } = await import('./open-region.ts')
  const { close, ...region } = await openRegion(options)
  if (close) running.push({ close })
  const assets = dev ? {} : { assets: await setting.page() }
  const { startGateway } = await import('#gateway/server.ts')
  const { createSourceProcess, megabytesFor } = await import('#gateway/sources/process/source-process.ts')
  const work = createSourceProcess({
    megabytes: megabytesFor(options.streams.limitBytes),
    ...(setting.sourceScript && { script: setting.sourceScript }),
  })
  running.push(work)
  const { readCredentials, readNetwork } = await import('./gateway-settings.ts')
  const secure = network.tls !== null || network.trustedProxies.length > 0
  const { apiKey, door, onReplaced, ...rest } = region
  const gateway = await startGateway({
    host,
    port: dev ? 0 : options.port,
    ...rest,
    work,
    credentials: await readCredentials(access, apiKey, secure),
    ...assets,
    ...(await readNetwork(network)),
  })
  running.push(gateway)
  onReplaced?.(() => gateway.forgetRegion())
  const front = dev ? await dev({ host, port: options.port, gateway: gateway.url }) : gateway
  if (front !== gateway) running.push(front)
  return [
    `MAAS Images is ready: ${front.url}/`,
    `Region: ${maas ? region.maasUrl : 'embedded (needs nothing outside this process and changes nothing there)'}`,
    ...('streamsUrl' in region ? [streamsLine(region.streamsUrl), clientLine(region)] : []),
    ...(door ? [`Control API: ${door.url} with the ${tokenWords(options, door.token)}`] : []),
    ...startNotices({ access, host, embedded: !maas, secure }),
  ]
}

/** A token that was given is a secret of the one who gave it: it would end up in logs. */
const tokenWords = ({ control }: StartOptions, token: string) =>
  control?.token == null ? `token ${token}` : 'given token'

const streamsLine = (url: string) =>
  `Streams of the embedded region: ${url}/{stable,candidate}/, signed with ${url}/keyring/demo.gpg`

const clientLine = ({ maasUrl, apiKey }: { maasUrl: string; apiKey: string }) =>
  `Its API, for the maas command: maas login embedded ${maasUrl} ${apiKey}`

function explain(
  error: unknown,
  { host, port, regionPort, control }: StartOptions,
  command: StartCommand,
): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  const message = error instanceof Error ? error.message : String(error)
  const failed = error instanceof Error && 'port' in error ? Number(error.port) : null
  const option =
    regionPort > 0 && failed === regionPort
      ? '--region-port'
      : control !== null && control.port > 0 && failed === control.port
        ? '--control-port'
        : null
  if (option && code === 'EADDRINUSE')
    return `Port ${failed} on 127.0.0.1 is taken by another program. Choose another ${option}.`
  if (option && code === 'EACCES')
    return `This user may not listen on port ${failed}. Choose a ${option} above 1023.`
  if (code === 'EADDRINUSE' || /^Port \d+ is already in use/.test(message)) {
    const other = asTyped(`npm start -- --port ${port + 1}`, command)
    return `Port ${port} on ${host} is taken by another program. Choose another one: ${other}`
  }
  if (code === 'EACCES') return `This user may not listen on port ${port}. Choose one above 1023 with --port.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `This machine has no address ${host}. Choose another --host.`
  return message
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
