import { dirname } from 'node:path'
import { proseOf } from './prose.ts'
import { ruledOut } from './words.ts'

/** Exits with 1 if a comment, a test name or a text uses a word that docs/words.md rules out. */
const prose = proseOf(
  ['src', 'e2e', 'docs', '.github'],
  ['README.md', 'CHANGELOG.md', 'vite.config.ts', 'playwright.config.ts'],
)
const findings = prose.flatMap(({ file, texts }) => texts.flatMap((text) => ruledOut(file, text)))
for (const { file, line, word, text } of findings) {
  process.stdout.write(`${file}:${line}  ${word}: …${text}…\n`)
}
const folders = [...new Set(findings.map(({ file }) => dirname(file)))]
const left = folders.map(
  (folder) => `${findings.filter(({ file }) => dirname(file) === folder).length} ${folder}`,
)
if (findings.length > 0) {
  process.stdout.write(
    `\nWords that docs/words.md rules out, ${findings.length} in all:\n${left.join('\n')}\n`,
  )
}
process.exitCode = findings.length > 0 ? 1 : 0
