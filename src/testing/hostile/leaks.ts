/** A text, and the middle of its base64 for each of the three possible offsets. */
const formsOf = (text: string) => [text, ...['', 'x', 'xx'].map((before) => btoa(before + text).slice(4, -6))]

/** The secrets that a text contains, in plain form or inside base64. */
export const leakedIn = (text: string, secrets: Iterable<string>): string[] =>
  [...secrets].filter((secret) => formsOf(secret).some((form) => text.includes(form)))
