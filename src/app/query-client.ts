import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '#api/client.ts'

/** The errors that would be the same at the second try. */
const FINAL: readonly ApiError['kind'][] = ['refused', 'signed-out']

const isFinal = ({ kind, retryAfter }: ApiError) => FINAL.includes(kind) || retryAfter !== undefined

/** Reads are tried again immediately, unless they were refused or the error contains a time to wait. */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // a gateway on this machine answers even without a network
        networkMode: 'always',
        retry: (failures, error) => failures < 1 && !(error instanceof ApiError && isFinal(error)),
        retryDelay: 500,
        staleTime: 1_000,
        refetchIntervalInBackground: false,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
