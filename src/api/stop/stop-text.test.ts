import { expect, test } from 'vitest'
import { stopText } from './stop-text.ts'

test.each([
  ['3.4.10', /^Completed images are kept, and partial downloads are deleted\. But .* only some files/],
  ['3.5.13', /^Completed images are kept; partial downloads start over at the next import\.$/],
  ['3.7.3', /^Completed images are kept; partial downloads start over at the next import\.$/],
  ['3.8.0', /^Completed images are kept; partial downloads are deleted and start over\.$/],
  [undefined, /^Completed images are kept; partial downloads start over at the next import\.$/],
])('what a stop keeps depends on the version of MAAS: %s', (version, text) => {
  expect(stopText(version)).toMatch(text)
})

test('partial downloads can start over later than at the next import', () => {
  expect(stopText('3.5.13', 'from the new source')).toContain('start over from the new source.')
})
