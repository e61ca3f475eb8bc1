import { displayText } from '#lib/text/display-text.ts'

/** Something in a stream that some MAAS refuses or passes over. */
export type StreamWarning = {
  readonly maas: 'any' | 'to-3.7' | 'from-3.8'
  /**
   * ends-imports: MAAS cannot read the source, and then imports nothing from any other either. refuses: it cannot use
   * this source. ignores: this part of it. advises: it works, but there is something to know.
   */
  readonly effect: 'ends-imports' | 'refuses' | 'ignores' | 'advises'
  readonly message: string
  /** Some of what it is about, as the stream names it. */
  readonly names: string[]
  readonly count: number
}

const MOST_NAMES = 20
const LONGEST_NAME = 500

/** A warning about these parts of a stream; null: it is about none. */
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

/** The same for both readers where they agree, else for each its own. */
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
