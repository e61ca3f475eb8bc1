import { readFileSync, writeFileSync } from 'node:fs'
import { format } from 'oxfmt'
import { withLaw } from './law.ts'

const FILE = '.oxlintrc.json'

const { printWidth } = JSON.parse(readFileSync('.oxfmtrc.json', 'utf8')) as { printWidth: number }
const { code } = await format(FILE, withLaw(readFileSync(FILE, 'utf8')), { printWidth })
writeFileSync(FILE, code)
