import { expect, test } from 'vitest'
import { signaturePackets } from './signature-packets.ts'

const bytes = (...list: number[]) => Uint8Array.from(list)
/** A packet in the form of RFC 4880, and in the older form. */
const packet = (tag: number, ...body: number[]) => [0xc0 | tag, body.length, ...body]
const older = (tag: number, ...body: number[]) => [0x80 | (tag << 2), body.length, ...body]

test.each([
  ['one', packet(2, 7), 1, false],
  ['two', [...packet(2, 7), ...packet(2, 8)], 2, false],
  ['one in the older form', older(2, 7), 1, false],
  ['one of two bytes of length, older form', [0x89, 0, 1, 7], 1, false],
  ['one whose older form gives no length', [0x8b, 7, 7], 1, false],
  ['one of 200 bytes', [0xc2, 192, 8, ...Array.from({ length: 200 }, () => 7)], 1, false],
  ['one with four bytes of length', [0xc2, 255, 0, 0, 0, 1, 7], 1, false],
  ['one next to a type that gpgv skips', [...packet(60, 1), ...packet(2, 7), ...packet(30)], 1, false],
  ['one next to a type that gpgv refuses', [...packet(2, 7), ...packet(20, 1)], 1, true],
  ['none', packet(60, 1), 0, false],
])('the signatures among packets: %s', (_, list, count, doubtful) => {
  const found = signaturePackets(bytes(...list))
  expect([found?.signatures.length, found?.doubtful]).toEqual([count, doubtful])
})

test.each([
  ['bytes that begin no packet', [0x01, 0x02]],
  ['a packet that is cut off', [0xc2, 5, 1, 2]],
  ['a length given in parts', [0xc2, 0xe1, 7, 7, 1, 7]],
  ['a packet followed by other bytes', [...packet(2, 7), 0x00]],
])('are not found in %s', (_, list) => {
  expect(signaturePackets(bytes(...list))).toBeNull()
})

test('a signature is returned with its header', () => {
  const found = signaturePackets(bytes(...packet(60, 1), ...packet(2, 7, 8)))
  expect(found?.signatures.map((one) => [...one])).toEqual([packet(2, 7, 8)])
})
