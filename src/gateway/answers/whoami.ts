import { type MaasUser, maasUser, type MaasVersion, maasVersion } from '#contract/maas.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { RegionClient } from '#gateway/region/region-client.ts'

/** The user of the key. Throws a Refusal. */
export const whoami = (region: RegionClient): Promise<MaasUser> =>
  region.get('users/', maasUser, { op: 'whoami' }).catch(noMaas(region))

/** The version, which MAAS shows without a key. Throws a Refusal. */
export const readVersion = (region: RegionClient): Promise<MaasVersion> =>
  region.get('version/', maasVersion).catch(noMaas(region))

/** Every MAAS has these two calls, so a server without them is not MAAS. */
const noMaas =
  ({ where }: RegionClient) =>
  (error: unknown): never => {
    if (!(error instanceof Refusal) || error.code !== 'not-found') throw error
    const message = `A web server answers at ${where}, but it does not serve the MAAS API. Start the gateway with the address of MAAS itself, such as http://maas.example.com:5240/MAAS.`
    throw new Refusal(502, 'region-unreadable', message)
  }
