import type { HttpHandler } from 'msw'
import { apiKeys } from './accounts/api-keys.ts'
import { inventory } from './inventory.ts'
import { machines } from './http-machines.ts'
import { pages } from './pages.ts'
import { regionControllers } from './region-controllers.ts'
import { describePage } from './describe/describe-page.ts'
import { hashOf } from './describe/describe.ts'
import { version } from './describe/version.ts'
import { api, type Endpoint } from './endpoint.ts'
import { bootResources } from './http-boot-resources.ts'
import { bootSources } from './http-boot-sources.ts'
import { events } from './http-events.ts'
import { racks } from './http-racks.ts'
import { selections } from './http-selections.ts'
import { settings } from './http-settings.ts'
import { uploads } from './uploads/uploads.ts'
import { users } from './http-users.ts'
import type { Region } from '#simulator/rules/region.ts'

/** Every resource of the API: what answers requests, and what `describe/` describes. */
export const endpointsOf = (region: Region): Endpoint[] => [
  ...bootSources(region),
  ...selections(region),
  ...bootResources(region),
  ...uploads(region),
  ...settings(region),
  ...events(region),
  ...racks(region),
  ...regionControllers(region),
  ...users(region),
  ...apiKeys(),
  ...machines(region),
  ...inventory(),
  ...version(region),
]

/** MAAS's API over a region, served at a port or inside a test. It only translates; the rules of the region decide. */
export function handlers(region: Region): HttpHandler[] {
  const endpoints = endpointsOf(region)
  let known: Promise<string> | undefined
  const hash = () => (known ??= hashOf(endpoints))
  return [...pages(region), describePage(endpoints, hash), api(region, endpoints, hash)]
}
