const LONGEST = 500

/** Control characters, and those that turn the direction of what follows or cannot be seen. */
// oxlint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/g

/**
 * A text from outside as it may be shown: characters that would break or turn round a line are shown as U+FFFD, and
 * what is longer than 500 characters is cut. Markup stays what it is, text.
 */
export function displayText(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
  return shown.replace(UNSEEN, '\uFFFD')
}
