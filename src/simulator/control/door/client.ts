import * as z from 'zod/mini'
import {
  OPERATIONS,
  type Answer,
  type InputArguments,
  type OperationName,
} from '#simulator/control/operations.ts'

/** Every operation of the control API, over HTTP. Each rejects with a ControlError for a call that is refused. */
export type ControlClient = {
  readonly [N in OperationName]: (...input: InputArguments<N>) => Promise<Answer<N>>
}

/** Why a call was refused, in the words of the control API. */
export class ControlError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'ControlError'
    this.status = status
  }
}

type Address = {
  /** As `npm start -- --control` prints it: `http://127.0.0.1:N/control/v1` */
  url: string
  token: string
  /** Sends the calls, if they do not come from here. */
  send?: typeof fetch
}

export function createControlClient({ url, token, send = fetch }: Address): ControlClient {
  const base = url.replace(/\/+$/, '')
  const call = async (name: OperationName, input: Record<string, unknown> = {}) => {
    const { method, path, answer } = OPERATIONS[name]
    const body = { ...input }
    const address = path.replace(/:(\w+)/g, (_, part: string) => {
      const value = String(body[part])
      delete body[part]
      return encodeURIComponent(value)
    })
    const response = await send(`${base}${address}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(method !== 'GET' && { body: JSON.stringify(body) }),
    })
    const json: unknown = await response.json()
    if (!response.ok) {
      const refusal = refusalAnswer.safeParse(json)
      throw new ControlError(
        response.status,
        refusal.success ? refusal.data.error : `Unexpected answer with status ${response.status}.`,
      )
    }
    return z.parse(answer, json)
  }
  const operations = (Object.keys(OPERATIONS) as OperationName[]).map((name) => [
    name,
    (input?: Record<string, unknown>) => call(name, input),
  ])
  return Object.fromEntries(operations) as ControlClient
}

const refusalAnswer = z.object({ error: z.string() })
