import { pino } from 'pino'

export const LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof LEVELS)[number]

/** What a line tells beside its message: plain values, never headers or bodies. */
type LogFields = Readonly<Record<string, string | number | boolean | undefined>>
export type Log = Readonly<
  Record<'error' | 'warn' | 'info' | 'debug', (fields: LogFields, message: string) => void>
>

/** One JSON object a line, with ISO time. No secret gets through, whoever put it there. */
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

/** For who wants none. */
export const silent: Log = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
}

const SECRETS: readonly RegExp[] = [
  // OAuth headers, and what MAAS quotes of them in its refusals
  /(?<=oauth_(?:token|signature|consumer_key|nonce)\W{0,3})[\w%&.~-]{6,}/g,
  // API keys
  /\b\w{10,}:\w{10,}:\w{20,}\b/g,
  // sealed sessions and device cookies
  /(?<=maas-images-(?:device-)?[0-9a-f]{8}=)[\w.-]{8,}/g,
]

/** Nobody means to log these; an error of someone else's may quote them. */
export const withoutSecrets = (text: string): string =>
  SECRETS.reduce((rest, pattern) => rest.replace(pattern, '…'), text)
