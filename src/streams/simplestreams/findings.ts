import { displayText } from '#lib/text/display-text.ts'

/** A part of a stream that some version of MAAS refuses or ignores. */
export type StreamWarning = {
  readonly maas: 'any' | 'to-3.7' | 'from-3.8'
  /**
   * ends-imports: MAAS cannot read the source, and then it imports nothing from other sources either. refuses:
   * it cannot use this source. ignores: it cannot use this part of it. advises: it can use the source, but the
   * administrator should know something.
   */
  readonly effect: 'ends-imports' | 'refuses' | 'ignores' | 'advises'
  readonly message: string
  /** Some of the parts that the warning is about, by their names in the stream. */
  readonly names: string[]
  readonly count: number
}

const MOST_NAMES = 20
const LONGEST_NAME = 500

/** A warning about these parts of a stream; null if there are none. */
export function about(
  names: readonly string[],
  maas: StreamWarning['maas'],
  effect: StreamWarning['effect'],
  message: string,
): StreamWarning | null {
  if (names.length === 0) return null
  const shown = names.slice(0, MOST_NAMES).map((name) => displayText(name.slice(0, LONGEST_NAME)))
  return { maas, effect, message, names: [...new Set(shown)], count: names.length }
}

/** One warning for both readers if they agree, else one for each. */
export function aboutBoth(
  old: readonly string[],
  recent: readonly string[],
  effect: StreamWarning['effect'],
  message: string,
): (StreamWarning | null)[] {
  return old.join('\n') === recent.join('\n')
    ? [about(old, 'any', effect, message)]
    : [about(old, 'to-3.7', effect, message), about(recent, 'from-3.8', effect, message)]
}
