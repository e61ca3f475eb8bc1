import { settingsOf } from '#simulator/state/config-names.ts'
import { invalid, Refusal } from '#simulator/state/refusal.ts'
import { isComplete } from './resources.ts'
import { osAndRelease, type State } from '#simulator/state/state.ts'
import { readUrlField } from '#simulator/state/url-field.ts'

/** The known values of a new MAAS; every other setting is null. */
export function freshConfig(commissioning: string): Map<string, unknown> {
  return new Map<string, unknown>([
    ['maas_name', 'embedded'],
    ['theme', ''],
    ['boot_images_auto_import', true],
    ['boot_images_no_proxy', false],
    ['commissioning_distro_series', commissioning],
    ['default_osystem', 'ubuntu'],
    ['default_distro_series', commissioning],
    ['default_min_hwe_kernel', ''],
    ['enable_http_proxy', true],
    ['http_proxy', null],
    ['completed_intro', true],
    ['release_notifications', true],
    ['maas_internal_domain', 'maas-internal'],
    // MAAS answers for these two, although it does not list them among its settings
    ['main_archive', 'http://archive.ubuntu.com/ubuntu'],
    ['ntp_server', 'ntp.ubuntu.com'],
  ])
}

export function getConfig(state: State, name: string): unknown {
  checkName(state, name)
  return state.config.get(name) ?? null
}

/** Of a boolean setting only "false" and "" are false; any other text is true. */
export function setConfig(state: State, name: string, value: string): void {
  if (name === '') throw new Refusal({ kind: 'refused', message: 'Invalid name: Please enter a value' })
  checkName(state, name)
  const standing = state.config.get(name)
  if (typeof standing === 'boolean') {
    state.config.set(name, value !== '' && value.toLowerCase() !== 'false')
    return
  }
  checkValue(state, name, value)
  state.config.set(name, name === 'http_proxy' && value === '' ? null : value)
}

function checkName(state: State, name: string): void {
  const settings = settingsOf(state.version)
  if (settings.includes(name) || state.config.has(name)) return
  throw new Refusal({
    kind: 'duplicate',
    fields: {
      [name]: [`${name} is not a valid config setting (valid settings are: ${settings.join(', ')}).`],
    },
  })
}

function checkValue(state: State, name: string, value: string): void {
  if (name === 'http_proxy' && value !== '') {
    const url = readUrlField(value)
    if ('error' in url) throw invalid({ http_proxy: [url.error] })
  }
  const images = deployable(state)
  if (name === 'commissioning_distro_series' || name === 'default_distro_series') {
    const what = name === 'commissioning_distro_series' ? name : 'release'
    const os = name === 'commissioning_distro_series' ? 'ubuntu' : state.config.get('default_osystem')
    oneOf(
      name,
      what,
      value,
      images.filter((image) => image.os === os).map((image) => image.release),
    )
  }
  if (name === 'default_osystem')
    oneOf(
      name,
      'osystem',
      value,
      images.map((image) => image.os),
    )
}

function oneOf(name: string, what: string, value: string, choices: string[]): void {
  const names = [...new Set(choices)].sort()
  if (names.includes(value)) return
  const list = names.map((choice) => `'${choice}'`).join(', ')
  throw invalid({ [name]: [`'${value}' is not a valid ${what}.  It should be one of: ${list}.`] })
}

/** Releases with at least one complete image. Bootloaders are left out, though MAAS lists them as a release. */
const deployable = (state: State) =>
  [...state.resources.values()]
    .filter(
      (resource) =>
        resource.type === 'Synced' &&
        resource.subarches !== null &&
        resource.sets.some((set) => isComplete(state, set)),
    )
    .map(osAndRelease)
