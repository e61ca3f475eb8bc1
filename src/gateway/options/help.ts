import { GROUPS, OPTIONS, type Switch, type ValueOption, type Variable, VARIABLES } from './option-table.ts'

const INTRO = `MAAS Images: a dashboard for the images of a MAAS region.

  npm start [-- OPTIONS]

An argument overrides its environment variable, which is named in parentheses.`

const INDENT = 19
const WIDTH = 98

/** The text of --help, made from the table of options. */
export function helpText(): string {
  const sections = GROUPS.map((group) => {
    const options = Object.entries<ValueOption | Switch>(OPTIONS).filter(([, one]) => one.group === group)
    const variables = Object.entries<Variable>(VARIABLES).filter(([, one]) => one.group === group)
    return [
      `${group}:`,
      ...options.map(([flag, option]) => entry(nameOf(flag, option), option.help + settingOf(option))),
      ...variables.map(([name, { help }]) => entry(name, help)),
    ].join('\n')
  })
  return `${[INTRO, ...sections].join('\n\n')}\n`
}

const nameOf = (flag: string, { placeholder }: ValueOption | Switch) =>
  `--${flag}${placeholder === undefined ? '' : ` ${placeholder}`}`

/** " (PORT, default 8080)" */
function settingOf(option: ValueOption | Switch): string {
  const fallback = option.placeholder === undefined ? undefined : option.fallback
  const env = option.placeholder === undefined && option.env ? `${option.env}=1` : option.env
  const parts = [env ?? [], fallback ? `default ${fallback}` : []].flat()
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

/** The name and its help, in lines of at most 98 characters: beside the name, or below it if the name is too long. */
function entry(name: string, help: string): string {
  const lines = ['']
  for (const word of help.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && INDENT + line.length + 1 + word.length > WIDTH) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  const head = `  ${name}`
  const text = lines.map((line) => ' '.repeat(INDENT) + line)
  if (head.length >= INDENT - 1) return [head, ...text].join('\n')
  return [head.padEnd(INDENT) + lines[0], ...text.slice(1)].join('\n')
}
