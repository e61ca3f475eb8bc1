/* The URL field of MAAS's boot source form: Django's rules, as shown by the recordings. */

const LONGEST = 200
const IPV4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}`
const IPV6 = String.raw`\[[0-9a-f:.]+\]`
const LABEL = String.raw`[a-z0-9\u00a1-\uffff](?:[a-z0-9\u00a1-\uffff-]*[a-z0-9\u00a1-\uffff])?`
const NAME = String.raw`(?:${LABEL}\.)+(?!-)[a-z\u00a1-\uffff-]{2,}\.?`
const URL_PATTERN = new RegExp(
  String.raw`^(?:https?|ftps?)://(?:[^\s:@/]+(?::[^\s:@/]*)?@)?(?:${IPV4}|${IPV6}|${NAME}|localhost)(?::\d{2,5})?(?:[/?#]\S*)?$`,
  'i',
)

/** MAAS's result for the text in a URL field: the address that it stores, or the message of its refusal. */
export function readUrlField(text: string): { url: string } | { error: string } {
  const trimmed = text.trim()
  if (trimmed === '') return { error: 'This field is required.' }
  if (trimmed.includes('\0')) return { error: 'Null characters are not allowed.' }

  const url = withScheme(trimmed)
  if (!URL_PATTERN.test(url)) return { error: 'Enter a valid URL.' }
  if (url.length > LONGEST)
    return { error: `Ensure this value has at most ${LONGEST} characters (it has ${url.length}).` }
  return { url }
}

/** `x.example.com/i` and `//x.example.com/i` become http; a scheme becomes lowercase. */
function withScheme(text: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]
  if (scheme !== undefined) return scheme.toLowerCase() + text.slice(scheme.length)
  if (text.startsWith('//')) return `http:${text}`
  return `http://${text}`
}
