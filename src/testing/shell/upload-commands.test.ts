import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CHUNK_BYTES } from '#contract/uploads.ts'
import { curlUpload, maasUpload } from '#features/upload/rules/commands.ts'
import { startEmbeddedRegion } from '#testing/embedded-region.ts'
import { createShellPlace, type ShellPlace } from './run-shell.ts'

let place: ShellPlace
beforeAll(async () => {
  place = await createShellPlace()
})
afterAll(() => place.remove())

const TARGET = {
  name: 'web',
  title: `It's "$HOME"`,
  architecture: 'amd64/generic',
  filetype: 'ddraw',
  base_image: 'ubuntu/noble',
  replaces: null,
} as const

test('the commands for curl upload a file of more than one chunk, and no line contains the key', async () => {
  const region = await startEmbeddedRegion({ speed: 0 })
  const FILE = place.file('my disk.raw', randomBytes(CHUNK_BYTES + 10))
  const at = { url: region.maasUrl, apiKey: region.apiKey, writes: [], close: () => region.close() }
  const ran = await place.run('sh', curlUpload(TARGET), at, { FILE })
  expect(ran).toMatchObject({ code: 0, errors: '' })
  const [image] = region.region.resources('Uploaded').filter(({ name }) => name === 'web')
  expect(image).toMatchObject({ title: TARGET.title, baseImage: 'ubuntu/noble' })
  expect(region.region.resource(image?.id ?? 0).sets.at(-1)?.files).toMatchObject([
    { size: CHUNK_BYTES + 10, done: CHUNK_BYTES + 10, filetype: 'root-dd.raw' },
  ])
  await region.close()
})

test('the MAAS command line gets the file itself', () => {
  expect(maasUpload(TARGET)).toContain(
    `boot-resources create name=web 'title=It'\\''s "$HOME"' architecture=amd64/generic filetype=ddraw base_image=ubuntu/noble content@="$FILE"`,
  )
})
