import type { Question } from './fixture-client.ts'

/*
 * What MAAS 3.5.13 answered, restated: each story is asked in order on a region of its own, which has one boot
 * source (id 1, read) and jammy/amd64 selected. `has` are fields of the JSON answer, `text` its exact body.
 */

export type Recorded = Question & {
  status: number
  type?: string | null
  text?: string
  has?: object
  headers?: Record<string, string>
  /** Headers of the answer, names in small letters. */
  sends?: Record<string, string>
}

export type Answer = Omit<Recorded, 'path'>

export const JSON_TYPE = 'application/json; charset=utf-8'
export const TEXT_TYPE = 'text/plain; charset=utf-8'

export const refused = (fields: object, type = JSON_TYPE) => ({ status: 400, type, has: fields })
