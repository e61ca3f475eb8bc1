/* How Python calls values, for the words of MAAS's failures. */

import { isPlainObject } from '#streams/plain-object.ts'

/** What Python takes for false. */
export const isEmpty = (value: unknown): boolean =>
  !value ||
  (Array.isArray(value) && value.length === 0) ||
  (isPlainObject(value) && Object.keys(value).length === 0)

/** The name of a JSON value's type in Python. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  return { string: 'str', boolean: 'bool' }[typeof value as string] ?? 'dict'
}

export const hasNoAttribute = (value: unknown, attribute: string): string =>
  `AttributeError: '${typeName(value)}' object has no attribute '${attribute}'`

/** What Python says when anything but an object is asked for a key. */
export function notIndexable(value: unknown): string {
  if (typeof value === 'string') return "TypeError: string indices must be integers, not 'str'"
  if (Array.isArray(value)) return 'TypeError: list indices must be integers or slices, not str'
  return `TypeError: '${typeName(value)}' object is not subscriptable`
}

/** A value as Python writes it into a message, as far as streams need it. */
export function pythonText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return value === null ? 'None' : JSON.stringify(value)
}

export const keyError = (key: string): string => `KeyError: '${key}'`

/** Python's own limit. */
const MOST_DIGITS = 4_300

/** Whether Python's int() takes a text. */
export const isPythonInt = (text: string): boolean =>
  text.length <= MOST_DIGITS && /^\s*[+-]?\d+(_\d+)*\s*$/.test(text)

/** Whether strptime takes a text as %Y-%m-%d. */
export function isPythonDate(text: string): boolean {
  const [, year = 0, month = 0, day = 0] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)?.map(Number) ?? []
  return isCalendarDay(year, month, day)
}

/** Whether Python's date() takes these three. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(2000, month - 1, day))
  date.setUTCFullYear(year, month - 1, day)
  return year >= 1 && year <= 9999 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && day > 0
}
