/** A text, and the middle of its base64 at each of the three places where it can begin. */
const formsOf = (text: string) => [text, ...['', 'x', 'xx'].map((before) => btoa(before + text).slice(4, -6))]

/** The secrets that are in a text, as they are or as part of something in base64. */
export const leakedIn = (text: string, secrets: Iterable<string>): string[] =>
  [...secrets].filter((secret) => formsOf(secret).some((form) => text.includes(form)))
