import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isBuilt } from './freshness.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maas-images-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('the page is built when it is missing or a source is newer; tests do not count', async () => {
  const dist = join(folder, 'dist/page')
  const write = async (name: string, minute: number) => {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), '')
    await utimes(join(folder, name), 0, minute * 60)
  }
  await write('src/app/app.tsx', 10)
  await write('index.html', 10)
  expect(await isBuilt(folder, dist)).toBe(false)
  await write('dist/page/index.html', 20)
  expect(await isBuilt(folder, dist)).toBe(true)
  await write('src/app/app.test.tsx', 30)
  expect(await isBuilt(folder, dist)).toBe(true)
  await write('package-lock.json', 30)
  expect(await isBuilt(folder, dist)).toBe(false)
})
