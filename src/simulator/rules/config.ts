import { settingsOf } from '#simulator/state/config-names.ts'
import { invalid, MaasRefusal } from '#simulator/state/refusal.ts'
import { isImageSetting, refusalOfImageSetting } from './image-settings.ts'
import { readAllSoon } from './reading.ts'
import type { State } from '#simulator/state/state.ts'
import { readUrlField } from '#simulator/state/url-field.ts'

/** MAAS keeps an older name of a setting. */
const currentName = (name: string) => (name === 'ntp_server' ? 'ntp_servers' : name)

export function getConfig(state: State, given: string): unknown {
  const name = currentName(given)
  checkName(state, name)
  return state.config.get(name) ?? null
}

/** After these have been set, even to the same value, MAAS reads its sources (watch_config; models/config.py of 3.7). */
const READS_SOURCES = ['enable_http_proxy', 'http_proxy']

/** Of a boolean setting only "false" and "" are false; any other text is true. */
export function setConfig(state: State, given: string, value: string): void {
  const name = currentName(given)
  store(state, name, value)
  if (READS_SOURCES.includes(name) && state.rules38 === null) readAllSoon(state, state.clock.now())
}

function store(state: State, name: string, value: string): void {
  if (name === '') throw new MaasRefusal({ kind: 'refused', message: 'Invalid name: Please enter a value' })
  checkName(state, name)
  const standing = state.config.get(name)
  if (typeof standing === 'boolean') {
    state.config.set(name, value !== '' && value.toLowerCase() !== 'false')
    return
  }
  if (typeof standing === 'number') {
    state.config.set(name, wholeNumber(name, value))
    return
  }
  checkValue(state, name, value)
  state.config.set(name, name === 'http_proxy' && value === '' ? null : value)
}

function wholeNumber(name: string, value: string): number {
  const digits = value.trim()
  if (!/^[+-]?\d+$/.test(digits)) throw invalid({ [name]: ['Enter a whole number.'] })
  return Number(digits)
}

function checkName(state: State, name: string): void {
  const settings = settingsOf(state.version)
  if (settings.includes(name) || state.config.has(name)) return
  throw new MaasRefusal({
    kind: 'duplicate',
    fields: {
      [name]: [`${name} is not a valid config setting (valid settings are: ${settings.join(', ')}).`],
    },
  })
}

function checkValue(state: State, name: string, value: string): void {
  if (value === '') return
  if (name === 'http_proxy') {
    const url = readUrlField(value)
    if ('error' in url) throw invalid({ http_proxy: [url.error] })
  }
  if (!isImageSetting(name)) return
  const refusal = refusalOfImageSetting(state, name, value)
  if (refusal !== null) throw invalid({ [name]: [refusal] })
}
