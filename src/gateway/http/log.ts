import { pino } from 'pino'

export const LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof LEVELS)[number]

/** The fields of a line: plain values, never headers or bodies. */
type LogFields = Readonly<Record<string, string | number | boolean | undefined>>
export type Log = Readonly<
  Record<'error' | 'warn' | 'info' | 'debug', (fields: LogFields, message: string) => void>
>

/** One JSON object per line, with ISO time. Secrets are removed from every line. */
export function createLog(level: LogLevel, write: (line: string) => void): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['password', 'key', 'secret', 'token', 'cookie', 'authorization'],
    },
    { write: (line) => write(withoutSecrets(line)) },
  )
  const at = (level: keyof Log) => (fields: LogFields, message: string) => logger[level](fields, message)
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') }
}

/** Logs nothing. */
export const silent: Log = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
}

const SECRETS: readonly RegExp[] = [
  // OAuth headers, also parts of them in errors of MAAS
  /(?<=oauth_(?:token|signature|consumer_key|nonce)\W{0,3})[\w%&.~-]{6,}/g,
  // API keys
  /\b\w{10,}:\w{10,}:\w{20,}\b/g,
  // sealed sessions and device cookies
  /(?<=maas-images-(?:device-)?[0-9a-f]{8}=)[\w.-]{8,}/g,
]

/** Errors of libraries or of MAAS may contain secrets. */
export const withoutSecrets = (text: string): string =>
  SECRETS.reduce((rest, pattern) => rest.replace(pattern, '…'), text)
