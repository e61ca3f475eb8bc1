import { createServer } from 'vite'
import { NONCE_PLACEHOLDER, pagePolicy, SECURITY_HEADERS } from '#gateway/http/security.ts'

export type DevServerNeeds = {
  readonly host: string
  readonly port: number
  /** The address of the gateway, which answers everything but the page. */
  readonly gateway: string
}

/**
 * Starts Vite's server with hot reload on the sources in `project`. It passes requests for the gateway on.
 * @throws Error when the port is taken
 */
export async function openDevServer(project: string, { host, port, gateway }: DevServerNeeds) {
  // The Host of the browser is kept, because the gateway compares it with the Origin of a write.
  const pass = { target: gateway, changeOrigin: false }
  const vite = await createServer({
    root: project,
    logLevel: 'warn',
    server: {
      host,
      port,
      strictPort: true,
      proxy: { '/gateway': pass, '/MAAS': pass, '/healthz': pass },
      // The same policy as in the product, with a fixed nonce and the socket of hot reload.
      headers: {
        ...SECURITY_HEADERS,
        'Content-Security-Policy': `${pagePolicy(NONCE_PLACEHOLDER)}; connect-src 'self' ws:`,
      },
    },
  })
  const listening = await vite.listen().catch(async (error: unknown) => {
    await vite.close()
    throw error
  })
  const { local = [], network = [] } = listening.resolvedUrls ?? {}
  return { url: (local[0] ?? network[0] ?? '').replace(/\/$/, ''), close: () => vite.close() }
}
