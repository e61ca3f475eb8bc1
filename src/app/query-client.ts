import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '#api/client.ts'

/** Reads are tried again only when nothing was refused: a refusal says the same the second time. */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // a gateway on this machine answers without any network
        networkMode: 'always',
        retry: (failures, error) => failures < 1 && !(error instanceof ApiError && error.kind === 'refused'),
        retryDelay: 500,
        staleTime: 1_000,
        refetchIntervalInBackground: false,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
