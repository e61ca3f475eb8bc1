import { afterAll, vi } from 'vitest'

// Vitest restores replaced globals before each test: the hooks of the next file in the process would still see them.
afterAll(() => {
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})
