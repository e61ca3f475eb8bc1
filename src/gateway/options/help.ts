import { GROUPS, OPTIONS, VARIABLES } from './option-table.ts'

const INTRO = `MAAS Images: a dashboard for the images of a MAAS region.

  npm start [-- OPTIONS]

An argument overrides its environment variable, which is named in parentheses.`

const INDENT = 19
const WIDTH = 98

type Listed = {
  readonly group: string
  readonly help: string
  readonly placeholder?: string
  readonly env?: string
  readonly fallback?: string
}
type HelpTable = {
  readonly intro: string
  /** Headings, in their order. */
  readonly groups: readonly string[]
  readonly options: Readonly<Record<string, Listed>>
  readonly variables: Readonly<Record<string, Listed>>
}

/** The text of --help, made from the table of options. */
export const helpText = (): string =>
  helpOf({ intro: INTRO, groups: GROUPS, options: OPTIONS, variables: VARIABLES })

/** The text of --help of a command with these options. */
export function helpOf({ intro, groups, options, variables }: HelpTable): string {
  const sections = groups.map((group) => {
    const isIn = ([, one]: [string, Listed]) => one.group === group
    return [
      `${group}:`,
      ...Object.entries(options)
        .filter(isIn)
        .map(([flag, option]) => entry(nameOf(flag, option), option.help + settingOf(option))),
      ...Object.entries(variables)
        .filter(isIn)
        .map(([name, { help }]) => entry(name, help)),
    ].join('\n')
  })
  return `${[intro, ...sections].join('\n\n')}\n`
}

const nameOf = (flag: string, { placeholder }: Listed) =>
  `--${flag}${placeholder === undefined ? '' : ` ${placeholder}`}`

/** " (PORT, default 8080)" */
function settingOf({ placeholder, env, fallback }: Listed): string {
  const setting = placeholder === undefined && env ? `${env}=1` : env
  const parts = [setting ?? [], fallback ? `default ${fallback}` : []].flat()
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
