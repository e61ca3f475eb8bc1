import { freshConfig } from '#simulator/state/config-defaults.ts'
import { settingsOf } from '#simulator/state/config-names.ts'

const DEFAULTS = freshConfig('jammy')

/** Why this MAAS cannot have such a setting; null: it can. */
export function wrongSetting(version: string, name: string, value: unknown): string | null {
  if (!DEFAULTS.has(name) && !settingsOf(version).includes(name)) return `MAAS ${version} has no such setting`
  const usual = DEFAULTS.get(name)
  switch (typeof usual) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false'
    case 'number':
      return Number.isSafeInteger(value) ? null : 'must be a whole number'
    case 'string':
      return typeof value === 'string' ? null : 'must be text'
    default:
      return value === null || ['string', 'number', 'boolean'].includes(typeof value)
        ? null
        : 'must be text, a number, true, false or null'
  }
}
