/** A short sum of a text, to notice that it has changed. It proves nothing: another text with the same sum can be made. */
export function textHash(text: string): string {
  // two FNV-1a sums of 32 bits with different start values
  let [one, other] = [0x811c9dc5, 0x9747b28c]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    one = Math.imul(one ^ code, 0x01000193)
    other = Math.imul(other ^ code, 0x01000193) ^ (other >>> 13)
  }
  return [text.length, one >>> 0, other >>> 0].map((part) => part.toString(36)).join('-')
}
