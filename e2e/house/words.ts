/**
 * Rule 5 of docs/words.md as expressions. Correct uses of the words in other senses are left out if an expression can
 * recognize them.
 */
export const RULED_OUT: Readonly<Record<string, RegExp>> = {
  shall: /\bshall\b/i,
  anew: /\banew\b/i,
  wholly: /\bwholly\b/i,
  'all the same': /\ball the same\b/i,
  // "two requests at once" are simultaneous
  'at once (immediately)':
    /(?<!\b(?:\d+|two|three|four|five|all|both|many|most|several|more|ones|one|everything)\b[^.;:]{0,60})\bat once\b/i,
  // "there is no image" has a subject
  'is no': /(?<!\bthere )\b(?:is|are|was|were) no\b(?! (?:longer|one)\b)/i,
  'is none': /(?<!\bthere )\b(?:is|are|was|were) none\b(?! of\b)/i,
  'nobody, everybody': /\b(?:nobody|everybody)\b/i,
  // "only MAAS can tell", "tell them apart", "told to wait"
  'tell, told':
    /(?<!-|\b(?:can|cannot|can not|could|could not) )\b(?:tells?|told|telling)\b(?!(?: \w+)? (?:apart|from|to)\b)/i,
  'ask for': /\bask(?:s|ed|ing)? for\b/i,
  'look (check)': /\blook(?:s|ed|ing)? (?:whether|if|first|who|which|again)\b/i,
  'come along': /\b(?:comes?|came|coming) along\b/i,
  'by itself': /\bby (?:itself|themselves|himself|herself)\b/i,
}

/** Texts that may contain such a word: quotations and test data. By file, a part of the text. */
export const ALLOWED: readonly (readonly [file: string, part: string])[] = []

export type Finding = { file: string; line: number; word: string; text: string }

/** The ruled-out words in a text, each with some context. */
export function ruledOut(file: string, { text, line }: { text: string; line: number }): Finding[] {
  // one word alone is a name in code
  if (!text.includes(' ')) return []
  if (ALLOWED.some(([where, part]) => where === file && text.includes(part))) return []
  return Object.entries(RULED_OUT).flatMap(([word, expression]) => {
    const found = expression.exec(text)
    if (!found) return []
    return [{ file, line, word, text: text.slice(Math.max(0, found.index - 60), found.index + 60) }]
  })
}
