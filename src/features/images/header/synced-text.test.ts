import { expect, test } from 'vitest'
import { anImage } from '#testing/image-fixtures.ts'
import { syncedText } from './synced-text.ts'

test.each<[rule: string, images: Parameters<typeof syncedText>[0], text: string]>([
  ['an image', [anImage([['ga-24.04', '1']])], 'Synced from'],
  ['a bootloader', [anImage([['generic', '1']], { kind: 'bootloader' })], 'Synced from'],
  ['something that was not read yet', [anImage([['ga-24.04', null]], { known: false })], 'Synced from'],
  ['nothing', [], 'Nothing synced yet from'],
  ['an image that is arriving', [anImage([['ga-24.04', null, '1']])], 'Nothing synced yet from'],
  ['a custom image', [anImage([['generic', '1']], { kind: 'uploaded' })], 'Nothing synced yet from'],
])('a region that has %s', (_, images, text) => {
  expect(syncedText(images)).toBe(text)
})
