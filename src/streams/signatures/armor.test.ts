import { expect, test } from 'vitest'
import { readArmor } from './armor.ts'

const ARMOR = '-----BEGIN PGP SIGNATURE-----\n\nAAAA\n=Je8i\n-----END PGP SIGNATURE-----\n'
const UNPADDED = ARMOR.replace('=Je8i\n', '')

test.each([
  ['the checksum of its bytes', ARMOR, 'good'],
  ['the checksum of its bytes, with line ends of Windows', ARMOR.replaceAll('\n', '\r\n'), 'good'],
  ['the checksum of other bytes', ARMOR.replace('=Je8i', '=Je8j'), 'wrong checksum'],
  ['padding and no checksum', UNPADDED.replace('AAAA', 'AAA='), 'good'],
  ['neither padding nor a checksum', UNPADDED, 'no checksum or padding'],
  ['invalid base64', ARMOR.replace('AAAA', 'A*AA'), 'wrong checksum'],
])('an armored block with %s', async (_, armor, end) => {
  expect((await readArmor(armor)).end).toBe(end)
})

test('a block has its bytes, and an empty block has none', async () => {
  expect((await readArmor(ARMOR)).bytes).toEqual(new Uint8Array(3))
  expect((await readArmor(ARMOR.replace('AAAA\n=Je8i\n', ''))).bytes).toBeNull()
  expect((await readArmor('hello')).bytes).toBeNull()
})
