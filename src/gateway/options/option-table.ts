import type * as z from 'zod/mini'
import { KEYRING_FOLDERS } from '#gateway/fetch/keyring-file.ts'
import * as values from './option-values.ts'

/** Headings of --help, in this order. */
export const GROUPS = [
  'MAAS and sign-in',
  'Network',
  'Boot sources',
  'Embedded region',
  'Logs and metrics',
  'General',
] as const

type Described = {
  readonly group: (typeof GROUPS)[number]
  /** The description in --help. */
  readonly help: string
}
/** An option that takes a value. An empty value means the default, unless the value is a secret. */
export type ValueOption<T = unknown> = Described & {
  readonly schema: z.ZodMiniType<T>
  /** The name of the value in --help. */
  readonly placeholder: string
  readonly env?: string
  /** Used when neither argument nor variable is given; absent: null. */
  readonly fallback?: string
  /** Its value is never repeated in a message. */
  readonly secret?: true
}
/** An option without a value. `env`: a variable that turns it on with the value 1. */
export type Switch = Described & { readonly env?: string; readonly placeholder?: never }
/** An environment variable that has no argument, because other users of the machine can see arguments. */
export type Variable = Described & { readonly schema: z.ZodMiniType<string> }

/** Every argument of the command, by its name without dashes. Parsing, error messages and --help are made from it. */
export const OPTIONS = {
  maas: {
    group: 'MAAS and sign-in',
    placeholder: 'URL',
    env: 'MAAS_URL',
    schema: values.maasUrl,
    help: 'The MAAS to use, such as http://maas.example.com:5240/MAAS. Users sign in with a MAAS user name and password, or with an API key. Without it an embedded region starts, and nothing else is needed.',
  },
  'shared-key': {
    group: 'MAAS and sign-in',
    help: 'Allow MAAS_API_KEY together with --host, --allow-host or --trusted-proxy: anyone who can reach the gateway gets the rights of the owner of that key.',
  },
  host: {
    group: 'Network',
    placeholder: 'H',
    env: 'HOST',
    fallback: '127.0.0.1',
    schema: values.plainText,
    help: 'Address to listen on.',
  },
  port: {
    group: 'Network',
    placeholder: 'N',
    env: 'PORT',
    fallback: '8080',
    schema: values.portNumber,
    help: 'Port to listen on. 0 picks a free port.',
  },
  'allow-host': {
    group: 'Network',
    placeholder: 'LIST',
    env: 'ALLOW_HOST',
    fallback: '',
    schema: values.hostNames,
    help: 'Host names the gateway answers to besides its addresses and the name of this machine: maas.example.com, *.example.com.',
  },
  'base-path': {
    group: 'Network',
    placeholder: 'PATH',
    env: 'BASE_PATH',
    fallback: '/',
    schema: values.basePath,
    help: 'Path of the page behind a reverse proxy, such as /images/.',
  },
  'trusted-proxy': {
    group: 'Network',
    placeholder: 'LIST',
    env: 'TRUSTED_PROXY',
    fallback: '',
    schema: values.proxyRanges,
    help: 'Addresses and ranges of reverse proxies that serve HTTPS to browsers. Their X-Forwarded-For and X-Forwarded-Proto headers are trusted.',
  },
  'tls-cert': {
    group: 'Network',
    placeholder: 'FILE',
    env: 'TLS_CERT',
    schema: values.plainText,
    help: 'Serve HTTPS with this certificate chain (PEM). Needs --tls-key.',
  },
  'tls-key': {
    group: 'Network',
    placeholder: 'FILE',
    env: 'TLS_KEY',
    schema: values.plainText,
    help: 'Private key of the certificate (PEM). Needs --tls-cert.',
  },
  ca: {
    group: 'Network',
    placeholder: 'FILE',
    env: 'MAAS_CA',
    schema: values.plainText,
    help: 'Certificate authorities (PEM) to trust for MAAS besides the public ones. Certificates are always verified.',
  },
  'stream-allow': {
    group: 'Boot sources',
    placeholder: 'LIST',
    env: 'STREAM_ALLOW',
    fallback: '',
    schema: values.streamRules,
    help: 'Also read boot sources from these: host, host:port, *.domain, address or range, separated by commas. By default all are allowed except this machine, link-local addresses and cloud metadata.',
  },
  'stream-deny': {
    group: 'Boot sources',
    placeholder: 'LIST',
    env: 'STREAM_DENY',
    fallback: '',
    schema: values.streamRules,
    help: 'Do not read boot sources from these, unless --stream-allow names them. * is every address.',
  },
  'stream-limit': {
    group: 'Boot sources',
    placeholder: 'MB',
    env: 'STREAM_LIMIT',
    fallback: '32',
    schema: values.megabytes,
    help: 'Largest size to read, of one file and of all files of a boot source together.',
  },
  'keyring-folders': {
    group: 'Boot sources',
    placeholder: 'LIST',
    env: 'KEYRING_FOLDERS',
    fallback: KEYRING_FOLDERS.join(','),
    schema: values.folders,
    help: 'Folders to read keyring files from.',
  },
  'sign-in': {
    group: 'Embedded region',
    help: 'Require sign-in: as admin, or as operator, who has read-only access. Each password is the user name.',
  },
  scenario: {
    group: 'Embedded region',
    placeholder: 'NAME',
    schema: values.plainText,
    help: 'State of the region at the start: --scenario help lists all.',
  },
  speed: {
    group: 'Embedded region',
    placeholder: 'N',
    schema: values.speed,
    help: 'How many times faster than real time the region runs (default 1).',
  },
  'region-port': {
    group: 'Embedded region',
    placeholder: 'N',
    schema: values.portNumber,
    help: 'Port of the API of the embedded region on 127.0.0.1, for the maas command and other clients. Without it, each start picks a free port.',
  },
  'region-key': {
    group: 'Embedded region',
    placeholder: 'KEY',
    secret: true,
    schema: values.apiKey,
    help: 'API key (consumer:token:secret) of the embedded region. Without it, each start makes a new one.',
  },
  control: {
    group: 'Embedded region',
    help: 'Open the control API of the embedded region on 127.0.0.1, for tests and demos. See docs/qa.md.',
  },
  'control-port': {
    group: 'Embedded region',
    placeholder: 'N',
    schema: values.portNumber,
    help: 'Port of the control API. Without it, each start picks a free port. Needs --control.',
  },
  'control-token': {
    group: 'Embedded region',
    placeholder: 'TOKEN',
    env: 'CONTROL_TOKEN',
    secret: true,
    schema: values.token,
    help: 'Token of the control API (32 characters or more). Without it, each start makes a new one. Needs --control. Other users of this machine can see arguments: use CONTROL_TOKEN instead.',
  },
  'log-level': {
    group: 'Logs and metrics',
    placeholder: 'LEVEL',
    env: 'LOG_LEVEL',
    fallback: 'warn',
    schema: values.logLevel,
    help: 'silent, error, warn, info or debug: JSON lines on standard error, without secrets.',
  },
  metrics: {
    group: 'Logs and metrics',
    env: 'METRICS',
    help: 'Serve GET /metrics for Prometheus to anyone who can reach the gateway.',
  },
  'metrics-token': {
    group: 'Logs and metrics',
    placeholder: 'TOKEN',
    env: 'METRICS_TOKEN',
    secret: true,
    schema: values.token,
    help: 'Serve GET /metrics only to requests with "Authorization: Bearer TOKEN" (32 characters or more). Other users of this machine can see arguments: use METRICS_TOKEN or METRICS_TOKEN_FILE instead.',
  },
  dev: { group: 'General', help: 'Serve the page from its sources, with hot reload.' },
  help: { group: 'General', help: 'Show this text.' },
} as const satisfies Readonly<Record<string, ValueOption | Switch>>
export type Flag = keyof typeof OPTIONS

/** Every environment variable that has no argument. */
export const VARIABLES = {
  MAAS_API_KEY: {
    group: 'MAAS and sign-in',
    schema: values.apiKey,
    help: 'Use this API key (consumer:token:secret) for all users on this machine, without sign-in.',
  },
  MAAS_IMAGES_SECRET: {
    group: 'MAAS and sign-in',
    schema: values.secret,
    help: 'Secret that seals sessions (32 characters or more). Gateways with the same secret and --maas share sessions. Without it, sessions end when the process stops.',
  },
  MAAS_IMAGES_SECRET_FILE: {
    group: 'MAAS and sign-in',
    schema: values.plainText,
    help: 'File that contains the secret for sessions.',
  },
  METRICS_TOKEN_FILE: {
    group: 'Logs and metrics',
    schema: values.plainText,
    help: 'File that contains the token for GET /metrics.',
  },
} as const satisfies Readonly<Record<string, Variable>>
export type VariableName = keyof typeof VARIABLES

type Output<O> = O extends { readonly schema: z.ZodMiniType<infer T> } ? T : never
/** The checked value of each option. */
export type Values = {
  readonly [F in Flag]: (typeof OPTIONS)[F] extends { readonly fallback: string }
    ? Output<(typeof OPTIONS)[F]>
    : (typeof OPTIONS)[F] extends { readonly schema: unknown }
      ? Output<(typeof OPTIONS)[F]> | null
      : boolean
}
