import { keyringsOf } from '#gateway/fetch/kept-keyrings.ts'
import { readKeyringFile } from '#gateway/fetch/keyring-file.ts'
import type { Control } from '#simulator/control/control.ts'
import type { StartOptions } from '#gateway/options/options.ts'

/**
 * The settings for the gateway's region: the given one, or the embedded one, which is started here.
 * @throws Error for an unknown scenario
 */
export async function openRegion({
  maas,
  scenario,
  speed,
  regionPort,
  regionKey,
  control,
  streams,
}: StartOptions) {
  const { allow, deny, limitBytes } = streams
  if (maas) {
    return {
      maasUrl: maas.url,
      apiKey: '',
      streams: { allow, deny, limitBytes },
      keyringFile: (name: string) => readKeyringFile(name, streams.keyringFolders),
    }
  }
  const { startSimulator } = await import('#simulator/serve.ts')
  const simulator = await startSimulator({
    speed,
    port: regionPort,
    ...(scenario !== null && { scenario }),
    ...(regionKey !== null && { apiKey: regionKey }),
  })
  const door = control && (await openControl(simulator.control, control))
  return {
    maasUrl: simulator.maasUrl,
    apiKey: simulator.apiKey,
    embedded: true,
    streamsUrl: simulator.streamsUrl,
    rewrites: simulator.rewrites,
    // An administrator may enter the streams of the embedded region as a mirror, with the printed address.
    streams: { allow: [...allow, new URL(simulator.streamsUrl).host], deny, limitBytes },
    keyringFile: keyringsOf(simulator.keyringFiles),
    door,
    onReplaced: (listener: () => void) => simulator.onReplaced(listener),
    close: async () => {
      await door?.close()
      await simulator.close()
    },
  }
}

async function openControl(control: Control, { port, token }: NonNullable<StartOptions['control']>) {
  const { serveControl } = await import('#simulator/control/door/serve-control.ts')
  return serveControl(control, { port, ...(token !== null && { token }) })
}
