import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { helpText } from './help.ts'
import { OPTIONS, type Switch, type ValueOption, VARIABLES } from './option-table.ts'

const help = helpText()
/** The whole text in one line. */
const text = help.replaceAll(/\s+/g, ' ')

test.each(Object.entries<ValueOption | Switch>(OPTIONS))(
  '--help lists --%s with its variable and its default',
  (flag, option) => {
    expect(help).toMatch(new RegExp(`^  --${flag}\\b`, 'm'))
    expect(text).toContain(option.env === undefined ? option.help : `${option.help} (${option.env}`)
    const { fallback } = { fallback: '', ...option }
    expect(text).toContain(fallback === '' ? option.help : `default ${fallback})`)
  },
)

test('--help lists every variable that has no argument', () => {
  for (const name of Object.keys(VARIABLES)) expect(help).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
})

test('--help names no option that does not exist', () => {
  const named = [...help.matchAll(/--([a-z][a-z-]*)/g)].map(([, flag]) => flag)
  expect(named.filter((flag) => !Object.hasOwn(OPTIONS, flag ?? ''))).toEqual([])
})

test('no line of --help is longer than 100 characters', () => {
  expect(help.split('\n').filter((line) => line.length > 100)).toEqual([])
})

/** Options of other programs in the README. */
const OF_OTHERS: Readonly<Record<string, readonly string[]>> = {
  npm: ['global', 'prefix', 'project'],
  maas: ['username'],
  'maas-images e2e': ['write', 'report'],
  node: ['enable-source-maps'],
  systemctl: ['now'],
  docker: ['file', 'tag', 'read-only', 'cap-drop', 'security-opt', 'publish', 'env', 'health-cmd'],
}

test('the README names no option that does not exist', async () => {
  const readme = await readFile('README.md', 'utf8')
  const others = Object.values(OF_OTHERS).flat()
  const named = [...readme.matchAll(/(?<=[`\s])--([a-z][a-z-]*)/g)].map(([, flag]) => flag ?? '')
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((flag) => !Object.hasOwn(OPTIONS, flag) && !others.includes(flag))).toEqual([])
})
