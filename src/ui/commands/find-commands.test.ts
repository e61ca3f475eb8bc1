import { expect, test } from 'vitest'
import type { Command } from './commands.ts'
import { findCommands } from './find-commands.ts'

const command = (group: Command['group'], label: string, keywords = ''): Command => ({
  id: label,
  group,
  label,
  keywords,
  run: () => undefined,
})

const COMMANDS = [
  command('Pages', 'Boot sources'),
  command('Actions', 'Show the boot sources as commands'),
  command('Actions', 'Review changes'),
  command('Actions', 'Save selection', 'import'),
  command('Actions', 'Import now'),
  command('Images', 'Show Ubuntu 24.04 LTS', 'Noble Numbat noble amd64'),
  ...Array.from({ length: 60 }, (_, index) => command('Images', `Show Agent ${index}`)),
]

test.each<[string, string[]]>([
  [
    '',
    ['Show the boot sources as commands', 'Review changes', 'Save selection', 'Import now', 'Boot sources'],
  ],
  ['  import ', ['Import now', 'Save selection']],
  ['NOBLE ubuntu', ['Show Ubuntu 24.04 LTS']],
  ['boot sources', ['Boot sources', 'Show the boot sources as commands']],
  ['sources show', ['Show the boot sources as commands']],
  ['nothing like it', []],
])('%j finds %j', (search, labels) => {
  const found = findCommands(COMMANDS, search).flatMap(({ commands }) => commands.map(({ label }) => label))
  expect(found).toEqual(labels)
})

test('of many images the first 50 are listed', () => {
  expect(findCommands(COMMANDS, 'agent')[0]?.commands).toHaveLength(50)
})
