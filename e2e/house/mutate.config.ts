import { defineConfig } from 'vitest/config'

/** A mutant of a pure rule must fail the tests of its own room: no page, no server. */
export default defineConfig({
  test: {
    environment: 'node',
    include: [
      'src/selections/*.test.ts',
      'src/streams/catalogue/compare*.test.ts',
      'src/features/images/{rules,save}/*.test.ts',
      'src/features/source/rules/*.test.ts',
    ],
    // whole changes with a region take 20 s for each mutant; the table of steps tests the same rules
    exclude: ['src/features/source/rules/source-steps{,-cases}.test.ts'],
    testTimeout: 60_000,
  },
})
