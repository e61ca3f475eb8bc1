import { mutationOptions, type QueryClient } from '@tanstack/react-query'
import { anyAnswer, MAAS, request } from './client.ts'
import { regionQuery } from './images.ts'

/** Dismisses a MAAS notification for the current user; other users still see it. */
export const dismissNotification = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: number) =>
      request(`${MAAS}notifications/${id}/?op=dismiss`, anyAnswer, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: regionQuery().queryKey }),
  })
