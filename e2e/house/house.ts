import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { measure } from './measure.ts'
import { brokenLaws, tableOf } from './report.ts'

/**
 * Prints the table of rooms, and exits with 1 if a law of the house is broken. `--at <commit>` measures that commit
 * with today's law, and only prints. `--write-law` first writes the law into .oxlintrc.json.
 */
const { values } = parseArgs({ options: { at: { type: 'string' }, 'write-law': { type: 'boolean' } } })

if (values['write-law']) await import('./write-law.ts')
if (values.at === undefined) {
  const house = measure('.')
  const broken = brokenLaws(house)
  process.stdout.write(`${[tableOf(house), '', ...broken].join('\n')}\n`)
  process.exitCode = broken.length > 0 ? 1 : 0
} else {
  const folder = checkedOut(values.at)
  try {
    process.stdout.write(`${tableOf(measure(folder))}\n`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A folder with the files of a commit, today's law and the installed packages. */
function checkedOut(commit: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'house-at-'))
  const archive = spawnSync('git', ['archive', commit], { maxBuffer: 1024 ** 3 })
  if (archive.status !== 0) {
    process.stderr.write(`git archive ${commit}: ${archive.stderr.toString().trim()}\n`)
    process.exit(1)
  }
  spawnSync('tar', ['-x', '-C', folder], { input: archive.stdout })
  copyFileSync('.oxlintrc.json', join(folder, '.oxlintrc.json'))
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  return folder
}
