import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

export type MeasuredAnswer = {
  /** From the table of routes, or `page` for files; never the address of the request, which clients can make up. */
  readonly route: string
  readonly method: string
  readonly status: number
  readonly seconds: number
}
export type RegionCalled = {
  readonly method: string
  /** Null: there was no answer. */
  readonly status: number | null
  readonly seconds: number
}
export type Metrics = {
  readonly answered: (answer: MeasuredAnswer) => void
  readonly regionCalled: (call: RegionCalled) => void
  /** The text format of Prometheus. */
  readonly read: () => Promise<{ readonly type: string; readonly text: string }>
}

const PREFIX = 'maas_images_'
// from a cached answer to a region that hangs
const BUCKETS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30]

/** Values that are counted elsewhere. */
type Now = {
  /** Keys in use. */
  readonly keys: () => number
  /** Open connections. */
  readonly connections: () => number
  /** Connections over the limits since the start. */
  readonly refused: () => { readonly answered: number; readonly dropped: number }
  /** Bytes in use for requests that count against the limits. */
  readonly requestBytes: () => number
}

/** The metrics of one gateway. */
export function createMetrics(now: Now): Metrics {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  collectDefaultMetrics({ register: registry, prefix: PREFIX })
  const http = new Histogram({
    name: `${PREFIX}http_request_seconds`,
    help: 'Answered requests and how long they took.',
    labelNames: ['route', 'method', 'status'],
    buckets: BUCKETS,
    registers,
  })
  const region = new Histogram({
    name: `${PREFIX}region_call_seconds`,
    help: 'Calls to MAAS and how long they took.',
    labelNames: ['method', 'status'],
    buckets: BUCKETS,
    registers,
  })
  const lost = new Counter({
    name: `${PREFIX}region_unanswered_total`,
    help: 'Calls to MAAS without an answer.',
    labelNames: ['method'],
    registers,
  })
  const refused = new Counter({
    name: `${PREFIX}connections_refused_total`,
    help: 'Connections over the limits: answered with "try later", or dropped without an answer.',
    labelNames: ['how'],
    registers: [],
    collect() {
      this.reset()
      for (const [how, count] of Object.entries(now.refused())) this.inc({ how }, count)
    },
  })
  registry.registerMetric(refused)
  const gauge = (name: string, help: string, read: () => number) => {
    const made = new Gauge({
      name: `${PREFIX}${name}`,
      help,
      registers: [],
      collect() {
        this.set(read())
      },
    })
    registry.registerMetric(made)
  }
  gauge('keys_in_use', 'API keys used in the last ten minutes.', now.keys)
  gauge('connections', 'Open connections.', now.connections)
  gauge('request_bytes', 'Bytes in use for requests that count against the limits.', now.requestBytes)
  return {
    answered: ({ route, method, status, seconds }) => http.observe({ route, method, status }, seconds),
    regionCalled({ method, status, seconds }) {
      if (status === null) lost.inc({ method })
      else region.observe({ method, status }, seconds)
    },
    read: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  }
}
