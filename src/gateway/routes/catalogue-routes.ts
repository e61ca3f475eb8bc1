import type { Catalogue } from '#contract/gateway.ts'
import { MOST_BODY } from '#gateway/requests/caller-limits.ts'
import type { Caller } from '#gateway/images/caller-cache.ts'
import type { EnteredSource } from '#gateway/sources/catalogue-reader.ts'
import { Refusal } from '#gateway/refusal.ts'
import { enteredSource, refuseOthers, understandSource } from './entered-source.ts'
import type { KeyRoute } from './routes.ts'

type Reader = {
  saved(caller: Pick<Caller, 'region' | 'knownSource'>, id: number): Promise<Catalogue | null>
  entered(source: EnteredSource): Promise<Catalogue>
}

/** Catalogues of the region's boot sources, and of any other source for administrators. */
export function catalogueRoutes(reader: Reader): KeyRoute[] {
  const read = async (caller: Caller, given: unknown) => {
    const parsed = enteredSource.safeParse(given)
    if (!parsed.success)
      throw new Refusal(400, 'bad-request', 'Send url, keyring_filename and keyring_data, each as text.')
    await refuseOthers(caller)
    return { status: 200, body: await reader.entered(understandSource(parsed.data)) }
  }
  return [
    {
      method: 'GET',
      path: '/gateway/catalogue/{id}',
      handle: async ({ ids: [id = 0] }, caller) => ({
        status: 200,
        body: await reader.saved(caller, id),
      }),
    },
    {
      method: 'GET',
      path: '/gateway/catalogue',
      texts: ['url', 'keyring_filename', 'keyring_data'],
      own: true,
      handle: ({ texts }, caller) => read(caller, texts),
    },
    {
      method: 'POST',
      path: '/gateway/catalogue',
      most: MOST_BODY.keyring,
      reads: true,
      handle: ({ body }, caller) => read(caller, body),
    },
  ]
}
