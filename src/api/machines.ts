import { queryOptions } from '@tanstack/react-query'
import { machinesAnswer } from '#contract/machines.ts'
import { request } from './client.ts'

/** The deployed machines by image. An expensive call for MAAS: request it only while its answer is shown. */
export const machinesQuery = () =>
  queryOptions({
    queryKey: ['machines'],
    queryFn: ({ signal }) => request('/gateway/machines', machinesAnswer, { signal }),
    retry: false,
    staleTime: 30_000,
    refetchOnWindowFocus: false,
  })
