import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readSecret } from './session-secret.ts'

async function file(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'maas-images-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'secret')
  await writeFile(path, content)
  return path
}

test('a secret is read from a file without the line break at the end', async () => {
  const path = await file(`${'s'.repeat(40)}\n`)
  expect(await readSecret({ kind: 'file', path })).toBe('s'.repeat(40))
})

test('a file that is missing or too short is refused, and the message does not repeat it', async () => {
  const path = await file('too short')
  const short = readSecret({ kind: 'file', path })
  await expect(short).rejects.toThrow(`The file ${path} must hold at least 32 characters`)
  await expect(short).rejects.not.toThrow('too short')
  await expect(readSecret({ kind: 'file', path: `${path}-gone` })).rejects.toThrow('does not exist')
})

test('a generated secret is long, and different each time', async () => {
  const [a, b] = await Promise.all([readSecret({ kind: 'generated' }), readSecret({ kind: 'generated' })])
  expect(a.length).toBeGreaterThanOrEqual(64)
  expect(a).not.toBe(b)
})
