import * as z from 'zod/mini'
import type { Catalogue } from '#contract/gateway.ts'
import { MOST_BODY } from '#gateway/requests/caller-limits.ts'
import type { Caller } from '#gateway/images/caller-cache.ts'
import type { AskedSource } from '#gateway/sources/catalogue-reader.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { KeyRoute } from './routes.ts'
import { keyringConflict } from '#selections/keyring-conflict.ts'

const MOST_KEYRING = 1_400_000
const asked = z.object({
  url: z.string().check(z.maxLength(2_000)),
  keyring_filename: z.string().check(z.maxLength(2_000)),
  /** base64url, base64, or pasted ASCII armor. */
  keyring_data: z.string().check(z.maxLength(MOST_KEYRING)),
})

type Reader = {
  saved(caller: Pick<Caller, 'region' | 'knownSource'>, id: number): Promise<Catalogue>
  asked(asked: AskedSource): Promise<Catalogue>
}

/** Catalogues of the region's boot sources, and of any other source for administrators. */
export function catalogueRoutes(reader: Reader): KeyRoute[] {
  const read = async (caller: Caller, given: unknown) => {
    const parsed = asked.safeParse(given)
    if (!parsed.success)
      throw new Refusal(400, 'bad-request', 'Send url, keyring_filename and keyring_data, each as text.')
    // only users who may set a boot source can make the gateway read one
    if (!(await caller.isAdministrator())) {
      throw new Refusal(403, 'forbidden', 'Only MAAS administrators can read other sources.')
    }
    return { status: 200, body: await reader.asked(understand(parsed.data)) }
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

function understand({
  url,
  keyring_filename: filename,
  keyring_data: data,
}: z.infer<typeof asked>): AskedSource {
  const conflict = keyringConflict(filename, data)
  if (conflict !== null) throw new Refusal(400, 'bad-request', conflict, { keyring_data: [conflict] })
  // unchanged: the keyring reader recognizes base64 and armor
  return { url, filename: filename.trim(), data: data.trim() === '' ? null : new TextEncoder().encode(data) }
}
