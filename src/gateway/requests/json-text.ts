import { parseJson } from '#lib/parse-json.ts'
import { Refusal } from '#gateway/refusal.ts'

/** The JSON of a request body. Throws a Refusal. */
export function jsonOf(text: string): unknown {
  const json = parseJson(text)
  if (json === undefined) throw new Refusal(400, 'bad-request', 'The request body is not valid JSON.')
  return json
}

/** @param most bytes */
export const bodyTooLarge = (most: number) => {
  const size = most < 1_024 * 1_024 ? `${most / 1_024} kB` : `${most / 1_024 / 1_024} MB`
  return new Refusal(413, 'bad-request', `The request is larger than ${size}.`)
}
