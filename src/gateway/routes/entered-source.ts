import * as z from 'zod/mini'
import type { Caller } from '#gateway/images/caller-cache.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { EnteredSource } from '#gateway/sources/catalogue-reader.ts'
import { keyringConflict } from '#selections/keyring-conflict.ts'

const MOST_KEYRING = 1_400_000

/** A source as the page names it; it does not have to be in MAAS. */
export const enteredSource = z.object({
  url: z.string().check(z.maxLength(2_000)),
  keyring_filename: z.string().check(z.maxLength(2_000)),
  /** base64url, base64, or pasted ASCII armor. */
  keyring_data: z.string().check(z.maxLength(MOST_KEYRING)),
})

/** Throws a Refusal that names the field when there are two keyrings. */
export function understandSource({
  url,
  keyring_filename: filename,
  keyring_data: data,
}: z.infer<typeof enteredSource>): EnteredSource {
  const conflict = keyringConflict(filename, data)
  if (conflict !== null) throw new Refusal(400, 'bad-request', conflict, { keyring_data: [conflict] })
  // unchanged: the keyring reader recognizes base64 and armor
  return { url, filename: filename.trim(), data: data.trim() === '' ? null : new TextEncoder().encode(data) }
}

/** Only users who may set a boot source can make the gateway read one. */
export async function refuseOthers(caller: Pick<Caller, 'isAdministrator'>): Promise<void> {
  if (!(await caller.isAdministrator())) {
    throw new Refusal(403, 'forbidden', 'Only MAAS administrators can read other sources.')
  }
}
