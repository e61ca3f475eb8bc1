import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readKeyringFile } from './keyring-file.ts'

let folder: string
let keyrings: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maas-images-'))
  keyrings = join(folder, 'keyrings')
  await mkdir(join(keyrings, 'below'), { recursive: true })
  await writeFile(join(keyrings, 'good.gpg'), 'key')
  await writeFile(join(folder, 'secret'), 'secret')
})
afterEach(() => rm(folder, { recursive: true }))

const read = (name: string, ...further: string[]) => readKeyringFile(name, [keyrings, ...further])

test('a keyring below one of the folders is read, also through a link to a file there', async () => {
  const bytes = Buffer.from('key')
  await symlink(join(keyrings, 'good.gpg'), join(keyrings, 'below', 'link.gpg'))
  expect(await read(join(keyrings, 'good.gpg'))).toEqual({ state: 'read', bytes })
  expect(await read(join(keyrings, 'below', 'link.gpg'))).toEqual({ state: 'read', bytes })
  await symlink(keyrings, join(folder, 'current'))
  const current = join(folder, 'current')
  expect(await read(join(current, 'good.gpg'), current)).toEqual({ state: 'read', bytes })
})

test('an empty file is read, and the caller finds that it is not a keyring', async () => {
  await writeFile(join(keyrings, 'empty.gpg'), '')
  expect(await read(join(keyrings, 'empty.gpg'))).toEqual({ state: 'read', bytes: Buffer.alloc(0) })
})

test('no file outside the folders is read or revealed', async () => {
  await symlink(join(folder, 'secret'), join(keyrings, 'link.gpg'))
  const names = [
    join(folder, 'secret'),
    join(folder, 'nothing'),
    `${keyrings}/../secret`,
    `${keyrings}/./good.gpg`,
    `${keyrings}//good.gpg`,
    `${keyrings}-of-another`,
    keyrings,
    'good.gpg',
    '',
    join(keyrings, 'link.gpg'),
  ]
  for (const name of names) expect([name, await read(name)]).toEqual([name, { state: 'elsewhere' }])
})

test('a file that does not exist is reported as missing', async () => {
  await symlink(join(folder, 'nothing'), join(keyrings, 'dangling.gpg'))
  for (const name of ['missing.gpg', 'good.gpg/x', 'none/x.gpg', 'dangling.gpg'])
    expect(await read(join(keyrings, name))).toEqual({ state: 'missing' })
})

test('anything but a plain file of at most 1 MB is unreadable, and a pipe does not block', async () => {
  await writeFile(join(keyrings, 'large.gpg'), Buffer.alloc(1024 * 1024 + 1))
  await symlink('loop.gpg', join(keyrings, 'loop.gpg'))
  execFileSync('mkfifo', [join(keyrings, 'pipe.gpg')])
  for (const name of ['below', 'large.gpg', 'loop.gpg', 'pipe.gpg', 'nul\0.gpg'])
    expect(await read(join(keyrings, name))).toEqual({ state: 'unreadable' })
})
