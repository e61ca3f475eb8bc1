import { beforeAll, expect, test } from 'vitest'
import { readKeyring } from '#streams/signatures/keyring.ts'
import { base64Of, bytesOf, clearsign, makeKey, type Pair } from '#testing/streams/signature-fixtures.ts'
import { verifyClearsigned } from '#streams/signatures/verify.ts'
import { newKeyring, savedKeyring } from './given-keyring.ts'
import type { KeyringFile } from '#gateway/fetch/keyring-file.ts'
import { beginDigest } from '#gateway/sources/begin-digest.ts'
import { workHere } from '#gateway/sources/process/source-work.ts'

let key: Pair
let armored: Uint8Array
beforeAll(async () => {
  key = await makeKey()
  armored = bytesOf(key.publicKey.armor())
})

const noFile = async (): Promise<KeyringFile> => ({ state: 'missing' })
const armoredFile = async (): Promise<KeyringFile> => ({ state: 'read', bytes: armored })
const from = (keyringFile: (name: string) => Promise<KeyringFile>) => ({
  work: workHere(beginDigest),
  keyringFile,
})
const PROBLEM = 'MAAS can use a keyring only in binary form'

test('an armored key for a new source is converted, and MAAS accepts what it has signed', async () => {
  const { keyring, answer } = await newKeyring({ filename: '', data: armored }, from(noFile))
  expect(answer).toMatchObject({ form: 'binary', message: expect.stringContaining('This page converts') })
  expect(answer.message).not.toContain(PROBLEM)
  expect(answer.data).toBe(base64Of((await readKeyring(armored)).bytes))
  expect((await verifyClearsigned(await clearsign(key), keyring)).region.accepts).toBe(true)
})

test.each([
  ['as data in MAAS', () => savedKeyring({ filename: '', data: armored }, from(noFile))],
  [
    'in a file of a saved source',
    () => savedKeyring({ filename: '/k/a.asc', data: null }, from(armoredFile)),
  ],
  [
    'in a file named for a new source',
    () => newKeyring({ filename: '/k/a.asc', data: null }, from(armoredFile)),
  ],
])('an armored key %s is a problem: MAAS refuses what it has signed', async (_, read) => {
  const { keyring, answer } = await read()
  expect(answer).toMatchObject({ form: 'armoured', message: expect.stringContaining(PROBLEM), data: null })
  const { region } = await verifyClearsigned(await clearsign(key), keyring)
  expect(region).toEqual({ accepts: false, message: expect.stringContaining('ASCII-armored text') })
})
