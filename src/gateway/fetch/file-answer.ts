import type { FileAnswer } from '#streams/catalogue/presence.ts'

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** What an answer says about a file. The size is not known without a length, or with the length of compressed bytes. */
export function fileAnswer(statusCode: number, headers: Headers): FileAnswer {
  if (statusCode === 404 || statusCode === 410) return { state: 'absent', size: null }
  if (statusCode !== 200) return { state: 'unclear', size: null }
  const value = (name: string) => [headers[name]].flat()[0] ?? ''
  const plain = ['', 'identity'].includes(value('content-encoding').trim().toLowerCase())
  const length = value('content-length')
  return { state: 'there', size: plain && /^\d{1,15}$/.test(length) ? Number(length) : null }
}
