import { parseArgs } from 'node:util'
import { nearestOf } from './nearest.ts'
import {
  type Flag,
  OPTIONS,
  type Switch,
  type ValueOption,
  type Values,
  VARIABLES,
  type VariableName,
} from './option-table.ts'

export type Environment = Readonly<Record<string, string | undefined>>
/** What is wrong and what to do, in a sentence for the terminal. */
export type Wrong = { readonly wrong: string }
/** The arguments as text, by flag; a switch is ''. */
export type Arguments = ReadonlyMap<Flag, string>

const FLAGS = Object.keys(OPTIONS) as Flag[]
const optionOf = (flag: Flag): ValueOption | Switch => OPTIONS[flag]
const isFlag = (name: string): name is Flag => Object.hasOwn(OPTIONS, name)

/** Splits the command line. The last of several values counts. */
export function readArguments(args: readonly string[]): Arguments | Wrong {
  const options = Object.fromEntries(
    FLAGS.map((flag) => [flag, { type: optionOf(flag).placeholder ? ('string' as const) : 'boolean' }]),
  )
  const { tokens } = parseArgs({
    args: [...args],
    options: { ...options, help: { type: 'boolean', short: 'h' } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = new Map<Flag, string>()
  for (const token of tokens) {
    if (token.kind === 'positional') return { wrong: `Unexpected argument "${token.value}". See --help.` }
    if (token.kind !== 'option') continue
    if (!isFlag(token.name)) return unknown(token.rawName)
    const wrong = wrongUse(token.name, token)
    if (wrong) return wrong
    given.set(token.name, token.value ?? '')
  }
  return given
}

function unknown(name: string): Wrong {
  const nearest = nearestOf(name.replace(/^-+/, ''), FLAGS)
  const hint = nearest === null ? '' : ` Did you mean --${nearest}?`
  return { wrong: `Unknown option ${name}.${hint} See --help.` }
}

type Use = { readonly value?: string | undefined; readonly inlineValue?: boolean | undefined }

function wrongUse(flag: Flag, { value, inlineValue }: Use): Wrong | null {
  const { placeholder } = optionOf(flag)
  if (placeholder === undefined) {
    return value === undefined ? null : { wrong: `--${flag} takes no value. See --help.` }
  }
  if (value === undefined) return { wrong: `--${flag} needs a value: --${flag} ${placeholder}. See --help.` }
  if (inlineValue || !value.startsWith('-')) return null
  return {
    wrong: `--${flag} needs a value. If the value is ${value}, write --${flag}=${value}.`,
  }
}

/** The value of every option, parsed by its schema. Arguments win over variables. Reports the first invalid one. */
export function readValues(given: Arguments, env: Environment): Values | Wrong {
  const values: Partial<Record<Flag, unknown>> = {}
  for (const flag of FLAGS) {
    const option = optionOf(flag)
    if (option.placeholder === undefined) {
      values[flag] = given.has(flag) || (option.env !== undefined && env[option.env] === '1')
      continue
    }
    const read = readValue(flag, option, given.get(flag), env)
    if ('wrong' in read) return read
    values[flag] = read.value
  }
  return values as Values
}

function readValue(
  flag: Flag,
  { env: name, fallback, schema, secret }: ValueOption,
  argument: string | undefined,
  env: Environment,
): { value: unknown } | Wrong {
  if (argument !== undefined && (argument !== '' || secret)) return parsed(`--${flag}`, schema, argument)
  const variable = name !== undefined && argument === undefined ? env[name] : undefined
  if (name !== undefined && variable) return parsed(name, schema, variable)
  return fallback === undefined ? { value: null } : parsed(`--${flag}`, schema, fallback)
}

/** The value of a variable without an argument; null when it is not set or empty. */
export function readVariable(name: VariableName, env: Environment): { value: string | null } | Wrong {
  const text = env[name]
  return text ? parsed<string>(name, VARIABLES[name].schema, text) : { value: null }
}

function parsed<T>(name: string, schema: ValueOption<T>['schema'], text: string): { value: T } | Wrong {
  const { data, error } = schema.safeParse(text)
  return error ? { wrong: `${name} ${error.issues[0]?.message}` } : { value: data }
}
