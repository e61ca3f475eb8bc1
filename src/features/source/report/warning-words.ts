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

/** Which MAAS does what because of a warning: a sentence without its period. */
export const effectText = ({ maas, effect }: Pick<StreamWarning, 'maas' | 'effect'>): string =>
  `${WHO[maas]} ${DOES[effect]}`

/** The noun for what a warning lists: sentences about data, files, or names. */
export function detailNoun(names: readonly string[]): 'detail' | 'file' | 'name' {
  if (names.some((name) => /\s/.test(name))) return 'detail'
  return names.every((name) => /\.s?json$/.test(name)) ? 'file' : 'name'
}

/** The box to use a source although MAAS refuses it. */
export const ANYWAY = 'Use this source anyway'

/** The effect of keyring data in MAAS 3.8 when it is set over API 2.0. */
export const KEYRING_DATA_EFFECT =
  'While a source has keyring data, MAAS’s own boot source pages do not work.'

/** The effect of a missing keyring file on imports. */
export function missingKeyringText(version: string): string {
  const { known, reader } = capabilitiesOf(version)
  return known && reader === 'from-3.8'
    ? 'Without it, MAAS imports nothing from this source.'
    : 'Without it, MAAS imports nothing from any source, and shows no message.'
}
