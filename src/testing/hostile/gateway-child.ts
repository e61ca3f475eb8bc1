import type { CallerLimits } from '#gateway/requests/caller-limits.ts'
import { startGateway } from '#gateway/server.ts'

/** The settings for a gateway in a separate process, and the messages it sends. */
export type Task = {
  readonly maasUrl: string
  readonly secret: string
  readonly limits: Partial<CallerLimits>
}
export type ChildMessage = { readonly port: number } | { readonly peakBytes: number }

const { maasUrl, secret, limits } = JSON.parse(process.argv[2] ?? '{}') as Task
const send = (message: ChildMessage) => process.send?.(message)

process.on('message', () => send({ peakBytes: process.resourceUsage().maxRSS * 1_024 }))
process.on('disconnect', () => process.exit(0))
const { port } = await startGateway({
  maasUrl,
  credentials: { kind: 'sign-in', secret, secure: false },
  keyringFile: async () => ({ state: 'elsewhere' }),
  metrics: true,
  limits,
})
send({ port })
