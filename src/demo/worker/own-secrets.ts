import { bytesToHex, randomBytes } from '@noble/hashes/utils.js'
import { newSecret } from '#simulator/demo/demo-key.ts'
import type { Keeper, OwnSecrets } from './kept.ts'

/** The secrets of this browser's demo, made at its first start. They protect nothing but the visitor's own play. */
export async function ownSecrets(keeper: Keeper): Promise<OwnSecrets> {
  const kept = await keeper.read('own')
  if (kept) return kept
  const random = (letters: number) => bytesToHex(randomBytes(letters / 2))
  const [demoKey, otherKey] = await Promise.all([
    newSecret('Published in this browser', 'demo@example.com'),
    newSecret('Published in this browser with another key', 'mirror@example.com'),
  ])
  const made = {
    seal: random(64),
    apiKey: [random(18), random(18), random(32)].join(':'),
    demoKey,
    otherKey,
  }
  await keeper.write('own', made)
  return made
}
