/* Python's names for values, as in the messages of MAAS's failures. */

import { pythonRepr } from '#lib/text/python-repr.ts'
import { isPlainObject } from '#streams/json/plain-object.ts'

/** Whether Python treats a value as false. */
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

/** Python's message when code reads a key of anything but an object. */
export function notIndexable(value: unknown): string {
  if (typeof value === 'string') return "TypeError: string indices must be integers, not 'str'"
  if (Array.isArray(value)) return 'TypeError: list indices must be integers or slices, not str'
  return `TypeError: '${typeName(value)}' object is not subscriptable`
}

/** Python's message when an object lacks a key. */
export const keyError = (key: string): string => `KeyError: ${pythonRepr(key)}`

/** Python's own limit. */
const MOST_DIGITS = 4_300

/** Whether Python's int() accepts a text. */
export const isPythonInt = (text: string): boolean =>
  text.length <= MOST_DIGITS && /^\s*[+-]?\d+(_\d+)*\s*$/.test(text)

const DATE = /^(\d{4})-(1[0-2]|0[1-9]|[1-9])-(3[01]|[12]\d|0[1-9]|[1-9])/

/**
 * Python's message for a text that strptime does not accept as %Y-%m-%d (Python 3.10 to 3.12); null if it
 * accepts the text.
 */
export function dateError(text: string): string | null {
  const [date, ...parts] = DATE.exec(text) ?? []
  if (date === undefined) return `ValueError: time data ${pythonRepr(text)} does not match format '%Y-%m-%d'`
  if (date !== text) return `ValueError: unconverted data remains: ${text.slice(date.length)}`
  const [year = 0, month = 0, day = 0] = parts.map(Number)
  if (year === 0) return 'ValueError: year 0 is out of range'
  return isCalendarDay(year, month, day) ? null : 'ValueError: day is out of range for month'
}

/** Whether Python's date() accepts these three numbers. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(2000, month - 1, day))
  date.setUTCFullYear(year, month - 1, day)
  return year >= 1 && year <= 9999 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && day > 0
}
