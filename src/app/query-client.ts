import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '#api/client.ts'

/** What the gateway says the same the second time. */
const FINAL: readonly ApiError['kind'][] = ['refused', 'signed-out']

/** Reads are tried again only when nothing was refused. */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // a gateway on this machine answers without any network
        networkMode: 'always',
        retry: (failures, error) =>
          failures < 1 && !(error instanceof ApiError && FINAL.includes(error.kind)),
        retryDelay: 500,
        staleTime: 1_000,
        refetchIntervalInBackground: false,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
