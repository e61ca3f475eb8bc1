import type { Clock } from '#simulator/state/clock.ts'
import { DEFAULT_SOURCE } from '#simulator/rules/import/import.ts'
import type { Region } from '#simulator/rules/region.ts'
import { apiKeyOf } from '#simulator/state/users.ts'

/** What a word in braces stands for in a recording; undefined: nothing, it stays as it is. */
type Words = (word: string) => string | undefined

/** No boot resource has it. */
const MISSING_ID = '9999'

export function wordsOf(
  region: Region,
  clock: Clock,
  texts: Record<string, string>,
  cookies: ReadonlyMap<string, string>,
): Words {
  const admin = region.users.find(({ username }) => username === 'admin')
  const [consumer = '', token = '', secret = ''] = admin === undefined ? [] : apiKeyOf(admin).split(':')
  const fixed: Record<string, string> = {
    ...texts,
    keyring: DEFAULT_SOURCE.keyringFilename,
    consumer,
    token,
    secret,
  }
  const idOf = resourceIds(region)
  let nonces = 0
  return (word) => {
    if (word === 'nonce') return `recorded-${(nonces += 1)}`
    const [, letter, times] = /^(.)\*(\d+)$/.exec(word) ?? []
    if (letter !== undefined) return letter.repeat(Number(times))
    const [now, shift] = /^now([+-]\d+)?$/.exec(word) ?? []
    if (now !== undefined) return String(Math.floor(clock.wall() / 1000) + Number(shift ?? 0))
    if (word === 'session') return cookies.get('sessionid')
    if (word === 'csrf') return cookies.get('csrftoken')
    if (word.startsWith('upload ')) return uploadId(region, idOf(word.slice('upload '.length)))
    return word.includes('/') ? idOf(word) : fixed[word]
  }
}

/** The ID of the file that is uploaded for a boot resource. */
function uploadId(region: Region, resourceId: string): string {
  if (!region.resources().some(({ id }) => String(id) === resourceId)) return MISSING_ID
  const [file] = region.resource(Number(resourceId)).sets.at(-1)?.files ?? []
  return String(file?.uploadId ?? MISSING_ID)
}

/** The ID of a boot resource by its name and architecture; of one that is gone, the last it had. */
function resourceIds(region: Region): (nameAndArchitecture: string) => string {
  const last = new Map<string, string>()
  return (nameAndArchitecture) => {
    for (const { id, name, architecture } of region.resources())
      last.set(`${name} ${architecture}`, String(id))
    return last.get(nameAndArchitecture) ?? MISSING_ID
  }
}

/** The same value with the words in braces replaced. */
export function filled<Value>(value: Value, words: Words): Value {
  const fill = (part: unknown): unknown => {
    if (typeof part === 'string')
      return part.replaceAll(/\{([^{}"]+)\}/g, (braces, word: string) => words(word) ?? braces)
    if (Array.isArray(part)) return part.map(fill)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, fill(item)]))
  }
  return fill(value) as Value
}
