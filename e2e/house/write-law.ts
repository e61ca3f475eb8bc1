import { readFileSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { withLaw } from './law.ts'

const FILE = '.oxlintrc.json'

const options = { ...(await resolveConfig(FILE)), filepath: FILE }
writeFileSync(FILE, await format(withLaw(readFileSync(FILE, 'utf8')), options))
