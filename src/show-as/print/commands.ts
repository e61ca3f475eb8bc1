import { comment, quote } from '#lib/text/shell-text.ts'
import type { ApiCall, Field, Segment } from '#show-as/rules/call.ts'
import { callsOf } from '#show-as/rules/calls.ts'
import { keyringVariables } from '#show-as/rules/keyrings.ts'
import type { Plan } from '#show-as/rules/model.ts'
import { OAUTH } from './oauth.ts'

/** One program that can make the calls. */
type Program = {
  /** The line that makes a call. */
  readonly lineOf: (call: ApiCall) => string
  /** The command that makes a call, without the shell's own syntax, and what it needs to print MAAS's reason. */
  readonly commandOf: (call: ApiCall) => string
  readonly printsReason: readonly string[]
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
function maasLine({ method, path, op, fields }: ApiCall): string {
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

/** `--request POST … "$MAAS_URL/api/2.0/boot-sources/1/selections/"` */
function curlArguments({ method, path, op, fields }: ApiCall): string {
  const parts = path.map((one) => (typeof one === 'object' ? `$${one.variable}` : String(one)))
  const url = `"$MAAS_URL/api/2.0/${parts.join('/')}/${op === undefined ? '' : `?op=${op}`}"`
  return [`--request ${method}`, ...fields.map(curlField), url].join(' ')
}

const MAAS: Program = {
  lineOf: maasLine,
  commandOf: maasLine,
  printsReason: [],
  isImporting: 'maas "$PROFILE" boot-resources is-importing',
  head: [
    comment(
      'Log in first: maas login PROFILE http://maas.example.com:5240/MAAS, then set PROFILE to that name.',
    ),
    ': "${PROFILE:?Set PROFILE to the name that you gave to maas login.}"',
  ],
}

const CURL_PROGRAM: Program = {
  lineOf: (call) => `${CURL} ${curlArguments(call)}`,
  commandOf: (call) => `signed_curl ${curlArguments(call)}`,
  printsReason: [`signed_curl() { ${CURL.replace('--fail', '--fail-with-body')} "$@"; }`],
  isImporting: `${CURL} "$MAAS_URL/api/2.0/boot-resources/?op=is_importing"`,
  head: OAUTH,
}

/** The commands of MAAS's command line that carry out a plan. */
export const maasCommands = (plan: Plan): string => commands(plan, MAAS)

/** The same with curl. The API key comes from a variable and is never on a command line. */
export const curlCommands = (plan: Plan): string => commands(plan, CURL_PROGRAM)

/** Tries again for a minute, like the script. Other refusals are final. */
const UNTIL_READ = [
  comment('MAAS refuses a release until it has read its source, so try for a minute.'),
  'until_read() {',
  '  tries=0',
  '  until answer=$("$@" 2>&1); do',
  "    case $answer in *'available images'*) tries=$((tries + 1)) ;; *) tries=20 ;; esac",
  `    [ "$tries" -lt 20 ] || { printf '%s\\n' "$answer" >&2; exit 1; }`,
  '    sleep 3',
  '  done',
  '}',
]

/** The commands in a shell of their own, which stops at the first error and leaves the shell of the reader open. */
function commands(plan: Plan, program: Program): string {
  const calls = callsOf(plan)
  const lines = calls.flatMap((call) => ['', comment(call.title), ...linesOf(call, program)])
  const retries = calls.some(({ untilRead }) => untilRead) ? [...program.printsReason, ...UNTIL_READ] : []
  const text = ['(', 'set -eu', ...program.head, ...keyringHead(plan), ...retries, ...lines, ')']
  return `${text.join('\n')}\n`
}

/** The lines that check the variables of keyring files. curl cannot read every path in quotes. */
export const keyringHead = ({ steps }: Plan): string[] =>
  [...keyringVariables(steps).values()].flatMap((name) => [
    `: "\${${name}:?Set ${name} to the file that contains the keyring of the source, in binary form.}"`,
    `case $${name} in *\\\\* | *\\"*) echo 'The path in ${name} must not contain a quotation mark or a backslash.' >&2; exit 1 ;; esac`,
  ])

function linesOf(call: ApiCall, { lineOf, commandOf, isImporting }: Program): string[] {
  const line = lineOf(call)
  const wait = `while running=$(${isImporting}) || exit 1; [ "$running" = true ]; do sleep 5; done`
  if (call.keeps !== undefined)
    return [
      `${call.keeps}=$(${line}) || { printf '%s\\n' "$${call.keeps}" >&2; exit 1; }`,
      `${call.keeps}=$(printf '%s\\n' "$${call.keeps}" | jq -e .id)`,
    ]
  if (call.untilRead) return [`until_read ${commandOf(call)}`]
  if (call.importEnds === 'before')
    return [comment('An import cancels the running one, so wait until that one has ended.'), wait, line]
  return call.importEnds === 'after' ? [line, wait] : [line]
}
