import { expect, test } from 'vitest'
import { cyclesOf, graphOf, specifiersIn } from './imports.ts'

test.each([
  ["import { a } from './a.ts'", ['./a.ts']],
  ["import { type A } from '#lib/a.ts'", ['#lib/a.ts']],
  ["import type { A } from '#lib/a.ts'", []],
  ["export type { A } from './a.ts'", []],
  ["import './side-effect.ts'", ['./side-effect.ts']],
  ["export { a } from './a.ts'\nexport * from './b.ts'", ['./a.ts', './b.ts']],
  ["const later = () => import('./a.tsx')", ['./a.tsx']],
  ["type A = import('./a.ts').A", []],
  ["// import './a.ts'\nconst text = \"import './b.ts'\"", []],
])('%s names %j', (text, specifiers) => {
  expect(specifiersIn('file.ts', text)).toEqual(specifiers)
})

test('a file that does not parse is an error with its name', () => {
  expect(() => specifiersIn('src/broken.ts', 'const = 1')).toThrow('src/broken.ts')
})

const graph = (files: Record<string, string>) => graphOf(new Map(Object.entries(files)))

test('imports of a folder, of another room and of e2e lead to files; packages do not', () => {
  const files = {
    'src/api/a.ts': "import './b.ts'; import '#lib/c.ts'; import 'zod'",
    'src/api/b.ts': '',
    'src/lib/c.ts': '',
    'e2e/d.ts': "import '#e2e/setup/e.ts'",
    'e2e/setup/e.ts': '',
  }
  expect(Object.fromEntries(graph(files))).toEqual({
    'src/api/a.ts': ['src/api/b.ts', 'src/lib/c.ts'],
    'src/api/b.ts': [],
    'src/lib/c.ts': [],
    'e2e/d.ts': ['e2e/setup/e.ts'],
    'e2e/setup/e.ts': [],
  })
})

test('a dynamic import closes a cycle, and files outside the cycle are not part of it', () => {
  const files = {
    'src/a.ts': "import './b.ts'",
    'src/b.ts': "import './c.ts'",
    'src/c.ts': "void import('./a.ts')",
    'src/user.ts': "import './a.ts'",
    'src/used.ts': '',
  }
  expect(cyclesOf(graph(files))).toEqual([['src/a.ts', 'src/b.ts', 'src/c.ts']])
})

test('two cycles that do not meet are two', () => {
  const files = {
    'src/a.ts': "import './b.ts'",
    'src/b.ts': "import './a.ts'; import './c.ts'",
    'src/c.ts': "import './d.ts'",
    'src/d.ts': "import './c.ts'",
    'src/self.ts': "import './self.ts'",
  }
  expect(cyclesOf(graph(files))).toEqual([
    ['src/a.ts', 'src/b.ts'],
    ['src/c.ts', 'src/d.ts'],
    ['src/self.ts'],
  ])
})
