import { capabilitiesOf } from '#selections/maas-version.ts'
import type { StreamWarning } from '#streams/simplestreams/region-warnings.ts'

const WHO: Record<StreamWarning['maas'], string> = {
  any: 'MAAS',
  'to-3.7': 'MAAS up to 3.7',
  'from-3.8': 'MAAS 3.8 and later',
}
const DOES: Record<StreamWarning['effect'], string> = {
  'ends-imports': 'stops all imports because of this source',
  refuses: 'refuses this source',
  ignores: 'ignores part of this source',
  advises: 'has a limitation with this source',
}

/** Who does what because of a warning: a sentence without its full stop. */
export const effectText = ({ maas, effect }: Pick<StreamWarning, 'maas' | 'effect'>): string =>
  `${WHO[maas]} ${DOES[effect]}`

/** What the things are that a warning is about: sentences about data, files, or names. */
export function detailNoun(names: readonly string[]): 'detail' | 'file' | 'name' {
  if (names.some((name) => /\s/.test(name))) return 'detail'
  return names.every((name) => /\.s?json$/.test(name)) ? 'file' : 'name'
}

/** The box that uses a source although MAAS refuses it. */
export const ANYWAY = 'Use this source anyway'

/** What MAAS 3.8 makes of keyring data that it was given over API 2.0. */
export const KEYRING_DATA_TROUBLE =
  'While a source has keyring data, the boot source pages of MAAS itself do not work.'

/** What a keyring file does to imports that does not exist on the region. */
export function missingKeyringText(version: string): string {
  const { known, reader } = capabilitiesOf(version)
  return known && reader === 'from-3.8'
    ? 'Without it, MAAS imports nothing from this source.'
    : 'Without it, MAAS imports nothing from any source, and shows no message.'
}
