import type { HttpHandler } from 'msw'
import { account } from './account.ts'
import { inventory } from './inventory.ts'
import { pages } from './pages.ts'
import { regionControllers } from './region-controllers.ts'
import { api } from './endpoint.ts'
import { bootResources } from './http-boot-resources.ts'
import { bootSources } from './http-boot-sources.ts'
import { events } from './http-events.ts'
import { racks } from './http-racks.ts'
import { selections } from './http-selections.ts'
import { settings } from './http-settings.ts'
import { users } from './http-users.ts'
import type { Region } from '#simulator/rules/region.ts'

/**
 * MAAS's API over a region, for every entry point: a port, Vitest, a service worker. It only translates; the
 * rules decide.
 */
export const handlers = (region: Region): HttpHandler[] => [
  ...pages(region),
  api(region, [
    ...bootSources(region),
    ...selections(region),
    ...bootResources(region),
    ...settings(region),
    ...events(region),
    ...racks(region),
    ...regionControllers(region),
    ...users(region),
    ...account(),
    ...inventory(),
  ]),
]
