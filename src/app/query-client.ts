import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '#api/client.ts'

/** What the gateway says the same the second time. */
const FINAL: readonly ApiError['kind'][] = ['refused', 'signed-out']

const isFinal = ({ kind, retryAfter }: ApiError) => FINAL.includes(kind) || retryAfter !== undefined

/** Reads are tried again at once only when nothing was refused, and nobody asks to come later. */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // a gateway on this machine answers without any network
        networkMode: 'always',
        retry: (failures, error) => failures < 1 && !(error instanceof ApiError && isFinal(error)),
        retryDelay: 500,
        staleTime: 1_000,
        refetchIntervalInBackground: false,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
