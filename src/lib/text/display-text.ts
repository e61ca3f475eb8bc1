const LONGEST = 500

/** Control characters, invisible characters, and those that change the direction of the text. */
// oxlint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/g

/**
 * A foreign text in a form that is safe to show: characters that would break or reverse a line become U+FFFD, and texts
 * longer than 500 characters are cut. Markup stays plain text.
 */
export function displayText(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
  return shown.replace(UNSEEN, '\uFFFD')
}
