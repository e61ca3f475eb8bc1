import { getResponse, type RequestHandler } from 'msw'
import { type Control, createControl } from '#simulator/control/control.ts'
import { createFaults } from '#simulator/control/faults.ts'
import { isRead } from '#simulator/control/write-document.ts'
import { createServedStreams, type ServedStreams } from '#simulator/control/served-streams.ts'
import type { MinorVersion } from '#simulator/control/versions.ts'
import type { SignedStreams } from '#simulator/demo/demo-streams.ts'
import { emptyRegion } from '#simulator/demo/empty-region.ts'
import { handlers } from '#simulator/http/handlers.ts'
import { streamFiles } from '#simulator/http/http-streams.ts'
import { likelyHandlers } from './likely-handlers.ts'
import type { Region } from '#simulator/rules/region.ts'
import type { StreamTree } from '#simulator/rules/stream-tree.ts'
import type { Clock } from '#simulator/state/clock.ts'

type Needs = {
  readonly scenario: string
  /** The version of MAAS; by default that of the scenario. */
  readonly version?: MinorVersion | undefined
  readonly clock: Clock
  readonly streams: SignedStreams
  /** Instead of a new one: the key of the person the scenario is about. */
  readonly apiKey?: string | undefined
  /** Called when the region stops or starts to answer. */
  readonly onReachable?: (reachable: boolean) => void
}

/** A region with its streams and its control API, wherever its calls come from. */
export type Embedded = {
  readonly region: Region
  readonly control: Control
  /** Public stream addresses, and the addresses at which they are served instead. */
  readonly rewrites: readonly (readonly [from: string, to: string])[]
  isReachable(): boolean
  setReachable(reachable: boolean): void
  /** Serves the streams below `<origin>/streams/` and begins the scenario. Call it once, before the first call. */
  openStreams(origin: string): void
  /** Serves one more stream. */
  serveStream: ServedStreams['add']
  /**
   * Answers a call to MAAS or for a file of a stream. Without a handler: undefined. A network error stands for a cut
   * connection.
   * @param overrides come before the handlers of the region
   */
  answer(request: Request, overrides?: readonly RequestHandler[]): Promise<Response | undefined>
  /** Calls back when the control API has replaced the region or a stream, as after a restore of MAAS's database. */
  onReplaced(listener: () => void): void
  /** Ends delays that are still running. */
  close(): void
}

/** A new region in a scenario. Throws for an unknown one. */
export function createEmbedded({ scenario, version, clock, streams, apiKey, onReachable }: Needs): Embedded {
  const region = emptyRegion(clock, streams, apiKey)
  // the demo streams are shared by all regions of this process: changes made here do not reach other regions
  const trees: Record<string, StreamTree> = {}
  const own = [
    ...handlers(region),
    streamFiles(trees, {
      demo: { binary: streams.keyring, armoured: streams.armoredKeyring },
      other: { binary: streams.otherKeyring, armoured: streams.armoredOtherKeyring },
    }),
  ]
  const faults = createFaults()
  const rewrites: (readonly [string, string])[] = []
  const replaced = new Set<() => void>()
  let origin = ''
  let reachable = true
  const servedAt = (name: string) => `${origin}/streams/${name}/`
  const served = createServedStreams({
    demo: streams,
    serve(name, tree) {
      trees[name] = tree
      region.learnStream(tree.url, tree)
      region.learnStream(servedAt(name), tree)
      if (!rewrites.some(([from]) => from === tree.url)) rewrites.push([tree.url, servedAt(name)])
    },
    isRead: (tree) => isRead(region.state(), tree),
  })
  const setReachable = (value: boolean) => {
    reachable = value
    onReachable?.(value)
  }
  const control = createControl({
    region,
    clock,
    demo: streams,
    streams: served,
    faults,
    servedAt,
    network: { isReachable: () => reachable, setReachable },
    replaced: () => replaced.forEach((listener) => listener()),
  })
  return {
    region,
    control,
    rewrites,
    isReachable: () => reachable,
    setReachable,
    openStreams(address) {
      origin = address
      for (const [name, tree] of Object.entries(streams.trees)) served.add(name, tree)
      control.reset({ scenario, ...(version !== undefined && { version }) })
    },
    serveStream: served.add,
    answer: (request, overrides = []) =>
      faults.answer(request, () => getResponse(likelyHandlers(request, [...overrides, ...own]), request)),
    onReplaced: (listener) => void replaced.add(listener),
    close: () => faults.reset(),
  }
}
