import { expect, test } from 'vitest'
import { asTyped } from './command.ts'

test.each([
  ['  npm start [-- OPTIONS]\n', '  maas-images [OPTIONS]\n'],
  ['See npm start -- --help.', 'See maas-images --help.'],
  ['Choose another one: npm start -- --port 8081', 'Choose another one: maas-images --port 8081'],
  ['Stop it and run npm start.', 'Stop it and run maas-images.'],
])('%j is %j in the installed package', (text, expected) => {
  expect(asTyped(text, 'maas-images')).toBe(expected)
  expect(asTyped(text, 'npm start')).toBe(text)
})
