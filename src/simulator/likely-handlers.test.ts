import { http } from 'msw'
import { expect, test } from 'vitest'
import { likelyHandlers } from './likely-handlers.ts'

test('a request is tried with the handlers whose expression fits its address, and with all others, in their order', () => {
  const nothing = () => undefined
  const [override, other, login, api] = [
    http.get('*/elsewhere/:id/', nothing),
    http.all(/\/MAAS\/accounts\/logout\/$/, nothing),
    http.all(/\/MAAS\/accounts\/login\/$/, nothing),
    http.all(/\/MAAS\/accounts\//, nothing),
  ] as const
  const request = new Request('http://127.0.0.1:5240/MAAS/accounts/login/?next=/MAAS/accounts/logout/')
  expect(likelyHandlers(request, [override, other, login, api])).toEqual([override, login, api])
})
