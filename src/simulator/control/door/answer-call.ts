import { callControl, type UncheckedCall } from '#simulator/control/call-control.ts'
import type { Control } from '#simulator/control/control.ts'
import { CONTROL_PATH, OPERATIONS, type OperationName } from '#simulator/control/operations.ts'
import { wrongFieldsText, WrongControl, type WrongField } from '#simulator/control/wrong-control.ts'
import { openApi } from './openapi.ts'

/** A call of the control API as it arrives. */
export type ControlCall = {
  readonly method: string
  /** Without the query: `/control/v1/clock` */
  readonly path: string
  /** Reads the body, at most this many bytes; null: it is larger. */
  readonly body: (most: number) => Promise<string | null>
}
export type ControlReply = {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** The state of a region with thousands of images is a few megabytes. */
const LARGEST_BODY = 64_000_000

/** Finds the operation of a call and carries it out. Never rejects for a wrong call: the reply says what is wrong. */
export async function answerCall(control: Control, call: ControlCall): Promise<ControlReply> {
  const { method, path } = call
  if (path === `${CONTROL_PATH}/openapi.json`)
    return method === 'GET'
      ? { status: 200, body: openApi() }
      : refused(405, 'The description can only be read.', { Allow: 'GET' })
  const found = routes.filter(({ pattern }) => pattern.test(path))
  if (found.length === 0)
    return refused(404, `There is nothing at ${path}. ${CONTROL_PATH}/openapi.json describes all calls.`)
  const route = found.find(({ name }) => OPERATIONS[name].method === method)
  if (route === undefined) {
    const allow = found.map(({ name }) => OPERATIONS[name].method).join(', ')
    return refused(405, `${path} does not take ${method}. It takes ${allow}.`, { Allow: allow })
  }
  const body = await call.body(LARGEST_BODY)
  if (body === null) return refused(413, `A body can be at most ${LARGEST_BODY / 1_000_000} MB.`)
  try {
    const read: UncheckedCall = { name: route.name, parts: partsOf(route.pattern, path), body: parsed(body) }
    return { status: 200, body: callControl(control, read) }
  } catch (error) {
    if (error instanceof WrongControl) return refusal(error.status, error.wrong)
    throw error
  }
}

/** The reply to a call that is refused as a whole. */
export const refused = (
  status: number,
  message: string,
  headers?: Readonly<Record<string, string>>,
): ControlReply => refusal(status, [{ path: '', message }], headers)

const refusal = (
  status: number,
  wrong: readonly WrongField[],
  headers: Readonly<Record<string, string>> = {},
): ControlReply => ({
  status,
  headers,
  body: { error: wrongFieldsText(wrong), wrong },
})

const routes = (Object.keys(OPERATIONS) as OperationName[]).map((name) => ({
  name,
  pattern: new RegExp(`^${CONTROL_PATH}${OPERATIONS[name].path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`),
}))

function partsOf(pattern: RegExp, path: string): Record<string, string> {
  try {
    const groups = pattern.exec(path)?.groups ?? {}
    return Object.fromEntries(Object.entries(groups).map(([name, part]) => [name, decodeURIComponent(part)]))
  } catch {
    throw new WrongControl(400, [{ path: '', message: 'The address has a % without a code after it.' }])
  }
}

function parsed(body: string): unknown {
  if (body.trim() === '') return {}
  try {
    return JSON.parse(body)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new WrongControl(400, [{ path: '', message: `The body is not JSON: ${why}` }])
  }
}
