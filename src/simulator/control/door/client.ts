import * as z from 'zod/mini'
import {
  OPERATIONS,
  type Answer,
  type InputArguments,
  type OperationName,
} from '#simulator/control/operations.ts'
import { wrongFieldsText, type WrongField } from '#simulator/control/wrong-control.ts'

/** Every operation of the control API, over HTTP. Each rejects with a ControlError for a call that is refused. */
export type ControlClient = {
  // with `keyof`, the descriptions of the operations are shown for the functions too
  readonly [N in keyof typeof OPERATIONS]: (...input: InputArguments<N>) => Promise<Answer<N>>
}

/** Why a call was refused, in the words of the control API. */
export class ControlError extends Error {
  readonly status: number
  /** Each wrong value by its path in the call, such as `change.release`; the path is empty if the whole call is refused. */
  readonly wrong: readonly WrongField[]

  constructor(status: number, wrong: readonly WrongField[]) {
    super(wrongFieldsText(wrong))
    this.name = 'ControlError'
    this.status = status
    this.wrong = wrong
  }
}

type Address = {
  /** As `npm start -- --control` prints it: `http://127.0.0.1:N/control/v1` */
  url: string
  token: string
  /** Sends the calls, if they do not come from here. */
  send?: typeof fetch
}

/** The client of a control API that another process serves. */
export function createControlClient({ url, token, send = fetch }: Address): ControlClient {
  const base = url.replace(/\/+$/, '')
  const call = async (name: OperationName, input: Record<string, unknown> = {}) => {
    const { method, path, answer } = OPERATIONS[name]
    const body = { ...input }
    const address = path.replace(/:(\w+)/g, (_, part: string) => {
      const value = body[part]
      if (typeof value !== 'string' && typeof value !== 'number')
        throw new ControlError(400, [{ path: part, message: 'is missing' }])
      delete body[part]
      return encodeURIComponent(value)
    })
    const response = await send(`${base}${address}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(method !== 'GET' && { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new Error(`The control API at ${base} does not answer: the region has ended, or is not there.`, {
        cause,
      })
    })
    const json: unknown = await response.json().catch(() => null)
    if (response.ok) return z.parse(answer, json)
    const refusal = refusalAnswer.safeParse(json)
    const message = `${base} answers with status ${response.status}, but not as the control API does.`
    throw new ControlError(response.status, refusal.success ? refusal.data.wrong : [{ path: '', message }])
  }
  const operations = (Object.keys(OPERATIONS) as OperationName[]).map((name) => [
    name,
    (input?: Record<string, unknown>) => call(name, input),
  ])
  return Object.fromEntries(operations) as ControlClient
}

const refusalAnswer = z.object({ wrong: z.array(z.object({ path: z.string(), message: z.string() })) })
