import { proseOf } from './prose.ts'

/**
 * Prints every text of the product that a person can read, by room and file, for proofreading from an administrator's
 * point of view: the page, errors and log of the gateway, `--help`, and messages of the embedded region. Tests are left
 * out.
 */
const CODE = /^[^A-Z]*$/
const CLASS_OR_PATH = /(?:^|\s)(?:[pui]-|is-|has-|[\w-]+__|[#./]\S*\/)|^[\w-]+$/

/** A sentence, a label, or a word in sentence case; names in code, classes and paths are left out. */
const isRead = (text: string) =>
  /[A-Za-z]{2}/.test(text) &&
  (/^[A-Z][a-z]+$/.test(text) || (/\S \S/.test(text) && !(CODE.test(text) && CLASS_OR_PATH.test(text))))

for (const { file, texts } of proseOf(['src'])) {
  if (!/\.tsx?$/.test(file) || /\.test\.tsx?$|^src\/testing\//.test(file)) continue
  const read = texts.filter(({ kind, text }) => kind === 'string' && isRead(text))
  if (read.length === 0) continue
  process.stdout.write(
    `\n${file}\n${read.map(({ line, text }) => `${String(line).padStart(5)}  ${text}\n`).join('')}`,
  )
}
