import { parseArgs } from 'node:util'
import { helpOf } from '#gateway/options/help.ts'
import * as values from '#gateway/options/option-values.ts'
import type { Environment, Wrong } from '#gateway/options/parse-options.ts'

/** What a run of the suite needs. */
export type SuiteOptions = {
  /** Environment variables of the flows and the product. */
  readonly env: Readonly<Record<string, string>>
  /** Arguments for Playwright. */
  readonly rest: readonly string[]
}

const GROUPS = ['MAAS', 'Run'] as const

/** Every argument of the command, by its name without dashes. All others are Playwright's. */
const OPTIONS = {
  maas: {
    group: 'MAAS',
    placeholder: 'URL',
    env: 'MAAS_URL',
    help: 'The MAAS to test, such as http://maas.example.com:5240/MAAS.',
  },
  write: {
    group: 'MAAS',
    env: 'MAAS_E2E_WRITE',
    help: 'Also run the flows that change the region. Each restores what it found.',
  },
  report: {
    group: 'Run',
    placeholder: 'FOLDER',
    env: 'MAAS_E2E_REPORT',
    fallback: 'maas-report',
    help: 'Folder for the report, as HTML and JUnit.',
  },
  help: { group: 'Run', help: 'Show this text.' },
} as const

/** Every environment variable that has no argument: other users of the machine can see arguments. */
const VARIABLES = {
  MAAS_API_KEY: {
    group: 'MAAS',
    help: 'API key (consumer:token:secret) for the flows. Some of them need the key of an administrator.',
  },
  MAAS_OPERATOR_KEY: {
    group: 'MAAS',
    help: 'API key of a user who is not an administrator, for the flow that signs in as one.',
  },
  MAAS_E2E_HOST: {
    group: 'MAAS',
    help: 'Address at which the region reaches this machine, if it is not the one that leads to MAAS.',
  },
  CHROMIUM_PATH: {
    group: 'Run',
    help: 'An installed Chromium or Chrome, instead of the browser that Playwright downloads.',
  },
} as const

const INTRO = `The browser tests of MAAS Images on your own MAAS region. Without --write they only read.

  maas-images e2e --maas URL [OPTIONS] [PLAYWRIGHT OPTIONS]

Other options are passed to Playwright, such as -g "boot sources" or --headed. Environment variables of
maas-images, such as MAAS_CA, apply too.`

/** The text of `maas-images e2e --help`. */
export const suiteHelp = (): string =>
  helpOf({ intro: INTRO, groups: GROUPS, options: OPTIONS, variables: VARIABLES })

const NO_MAAS =
  'Name the MAAS to test: maas-images e2e --maas http://maas.example.com:5240/MAAS. See maas-images e2e --help.'
const NO_KEY =
  'Set the environment variable MAAS_API_KEY to an API key of this MAAS. The page with your user settings in MAAS shows it, and so does sudo maas apikey --username NAME on the machine of the region. Other users of this machine can see arguments, so there is no option for it.'
const KEY_SHOWN =
  'An argument contains an API key, which other users of this machine can see. Set the environment variable MAAS_API_KEY instead.'

/** An API key in the form in which MAAS makes them. */
const MADE_KEY = /\b[A-Za-z0-9]{18}:[A-Za-z0-9]{18}:[A-Za-z0-9]{32}\b/

/** Checks arguments and environment of `maas-images e2e`. Arguments win. */
export function readSuiteOptions(
  args: readonly string[],
  env: Environment,
): SuiteOptions | Wrong | { readonly help: true } {
  if (args.some((arg) => MADE_KEY.test(arg))) return { wrong: KEY_SHOWN }
  const { given, rest } = split(args)
  if (given.has('help')) return { help: true }
  for (const [flag, value] of given) {
    const { placeholder } = { placeholder: undefined, ...OPTIONS[flag] }
    if (placeholder === undefined && value !== undefined)
      return { wrong: `--${flag} takes no value. See maas-images e2e --help.` }
    if (placeholder !== undefined && !value)
      return { wrong: `--${flag} needs a value: --${flag} ${placeholder}. See maas-images e2e --help.` }
  }
  const url = given.get('maas') ?? env['MAAS_URL']
  if (!url) return { wrong: NO_MAAS }
  const address = values.maasUrl.safeParse(url)
  if (address.error)
    return { wrong: `${given.has('maas') ? '--maas' : 'MAAS_URL'} ${address.error.issues[0]?.message}` }
  const keys = ['MAAS_API_KEY', 'MAAS_OPERATOR_KEY'] as const
  if (!env['MAAS_API_KEY']) return { wrong: NO_KEY }
  for (const name of keys) {
    const checked = values.apiKey.safeParse(env[name] || env['MAAS_API_KEY'])
    if (checked.error) return { wrong: `${name} ${checked.error.issues[0]?.message}` }
  }
  const report = given.get('report') ?? env['MAAS_E2E_REPORT']
  return {
    env: {
      MAAS_URL: url,
      MAAS_E2E_WRITE: given.has('write') || env['MAAS_E2E_WRITE'] === '1' ? '1' : '',
      MAAS_E2E_REPORT: report || OPTIONS.report.fallback,
    },
    rest,
  }
}

type Flag = keyof typeof OPTIONS
const isFlag = (name: string): name is Flag => Object.hasOwn(OPTIONS, name)

/** The options of this command (a switch has no value; the last of several values counts), and Playwright's arguments. */
function split(args: readonly string[]) {
  const { tokens } = parseArgs({
    args: [...args],
    options: {
      maas: { type: 'string' },
      report: { type: 'string' },
      write: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = new Map<Flag, string | undefined>()
  const own = new Set<number>()
  for (const token of tokens) {
    if (token.kind === 'option-terminator') own.add(token.index)
    if (token.kind !== 'option' || !isFlag(token.name)) continue
    given.set(token.name, token.value)
    own.add(token.index)
    if (token.value !== undefined && !token.inlineValue) own.add(token.index + 1)
  }
  return { given, rest: args.filter((_, index) => !own.has(index)) }
}
