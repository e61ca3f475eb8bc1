import { comment, quote } from '#lib/text/shell-text.ts'
import { callsOf, type Call, type Field, type Segment } from '#show-as/rules/calls.ts'
import { keyringVariables } from '#show-as/rules/keyrings.ts'
import type { Plan } from '#show-as/rules/model.ts'
import { OAUTH } from './oauth.ts'

/** One program that can make the calls. */
type Program = {
  /** The line that makes a call. */
  readonly lineOf: (call: Call) => string
  /** Prints whether an import runs: true or false. */
  readonly isImporting: string
  /** Lines before the calls, such as the variables to set. */
  readonly head: readonly string[]
}

/** The segments of a path for a shell. */
export const shellPath = (path: readonly Segment[]): string[] =>
  path.map((one) => (typeof one === 'object' ? `"$${one.variable}"` : quote(String(one))))

/** `name=value` as a word for a shell. MAAS's command line reads `name@=path` as the content of a file. */
export const fieldWord = (field: Field): string =>
  'file' in field ? `${field.name}@="$${field.file}"` : quote(`${field.name}=${field.value}`)

const ACTIONS = { POST: 'create', PUT: 'update', DELETE: 'delete' } as const

/** `maas "$PROFILE" boot-source-selections create 1 os=ubuntu …`: MAAS's own command line. */
function maasLine({ method, path, op, fields }: Call): string {
  const [section = '', ...rest] = path
  const ids = shellPath(rest.filter((one) => one !== 'selections'))
  const isSelection = rest.includes('selections')
  const plural = isSelection ? 'boot-source-selections' : (shellPath([section])[0] ?? '')
  const name = method === 'POST' ? plural : plural.slice(0, -1)
  const action = op?.replaceAll('_', '-') ?? ACTIONS[method]
  return ['maas "$PROFILE"', name, action, ...ids, ...fields.map(fieldWord)].join(' ')
}

const curlField = (field: Field): string =>
  'file' in field
    ? `--form ${field.name}=@"\\"$${field.file}\\""`
    : `--form-string ${quote(`${field.name}=${field.value}`)}`

const CURL = 'oauth | curl --fail --silent --show-error --header @-'

/** `oauth | curl … "$MAAS_URL/api/2.0/boot-sources/1/selections/"` */
function curlLine({ method, path, op, fields }: Call): string {
  const parts = path.map((one) => (typeof one === 'object' ? `$${one.variable}` : String(one)))
  const url = `"$MAAS_URL/api/2.0/${parts.join('/')}/${op === undefined ? '' : `?op=${op}`}"`
  return [CURL, `--request ${method}`, ...fields.map(curlField), url].join(' ')
}

const MAAS: Program = {
  lineOf: maasLine,
  isImporting: 'maas "$PROFILE" boot-resources is-importing',
  head: [
    comment(
      'Log in first: maas login PROFILE http://maas.example.com:5240/MAAS, then set PROFILE to that name.',
    ),
    ': "${PROFILE:?Set PROFILE to the name that you gave to maas login.}"',
  ],
}

const CURL_PROGRAM: Program = {
  lineOf: curlLine,
  isImporting: `${CURL} "$MAAS_URL/api/2.0/boot-resources/?op=is_importing"`,
  head: OAUTH,
}

/** The commands of MAAS's command line that carry out a plan. */
export const maasCommands = (plan: Plan): string => commands(plan, MAAS)

/** The same with curl. The API key comes from a variable and is never on a command line. */
export const curlCommands = (plan: Plan): string => commands(plan, CURL_PROGRAM)

function commands(plan: Plan, program: Program): string {
  const lines = callsOf(plan).flatMap((call) => ['', comment(call.title), ...linesOf(call, program)])
  return `${[...program.head, ...keyringHead(plan), ...lines].join('\n')}\n`
}

/** The lines that check the variables of keyring files. */
export const keyringHead = ({ steps }: Plan): string[] =>
  [...keyringVariables(steps).values()].map(
    (name) =>
      `: "\${${name}:?Set ${name} to the file that contains the keyring of the source, in binary form.}"`,
  )

function linesOf(call: Call, { lineOf, isImporting }: Program): string[] {
  const line = lineOf(call)
  const wait = `while [ "$(${isImporting})" = true ]; do sleep 5; done`
  if (call.keeps !== undefined) return [`${call.keeps}=$(${line} | jq .id)`]
  if (call.untilRead)
    return [comment('MAAS refuses this until it has read the source.'), `until ${line}; do sleep 3; done`]
  if (call.importEnds === 'before')
    return [comment('An import cancels the running one, so wait until that one has ended.'), wait, line]
  return call.importEnds === 'after' ? [line, wait] : [line]
}
