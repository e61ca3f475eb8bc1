import type { Fault, FaultRule } from './fault-rule.ts'
import { WrongControl } from './wrong-control.ts'

/** A rule with its number, and how many calls it has spoiled. */
export type StandingFault = FaultRule & { readonly id: number; readonly hits: number }

type Side = FaultRule['side']
type Standing = { id: number; rule: FaultRule; met: number; hits: number }

/** Ends an answer on purpose; the server does not report it. */
export class PlannedCut extends Error {}

/**
 * Faults on calls to the embedded region and to its streams. The oldest rule that matches a call spoils it; a rule that
 * has spoiled as many calls as it should is dropped.
 */
export function createFaults() {
  let standing: Standing[] = []
  let lastId = 0

  const shown = ({ id, rule, hits }: Standing): StandingFault => ({ ...rule, id, hits })

  function take(side: Side, method: string, path: string): Fault | null {
    const found = standing.find((one) => matches(one.rule, side, method, path) && one.met++ >= one.rule.skip)
    if (found === undefined) return null
    found.hits += 1
    if (found.hits === found.rule.times) standing = standing.filter((one) => one !== found)
    return found.rule.fault
  }

  return {
    list: (): StandingFault[] => standing.map(shown),
    add(rule: FaultRule): StandingFault {
      lastId += 1
      const added = { id: lastId, rule, met: 0, hits: 0 }
      standing.push(added)
      return shown(added)
    },
    /** Throws a WrongControl if there is no such rule. */
    remove(id: number): void {
      if (!standing.some((one) => one.id === id))
        throw new WrongControl(404, [{ path: 'id', message: `There is no fault ${id}.` }])
      standing = standing.filter((one) => one.id !== id)
    },
    clear(): void {
      standing = []
    },
    /** Answers a call by `next`, or as the first matching rule says. A network error stands for a cut connection. */
    async answer(
      request: { readonly method: string; readonly url: string },
      next: () => Promise<Response | undefined>,
    ): Promise<Response | undefined> {
      const { pathname, search } = new URL(request.url)
      const below = sideAndPath(pathname)
      const fault = below && take(below.side, request.method, `${below.path}${search}`)
      return fault ? spoiled(fault, next) : next()
    },
  }
}
export type Faults = ReturnType<typeof createFaults>

/** Which side a path belongs to, and the rest of it, as rules name it. Sign-in is outside API 2.0. */
function sideAndPath(pathname: string): { side: Side; path: string } | null {
  const [, side, path = ''] = /^\/(MAAS\/api\/2\.0|MAAS|streams)\/(.*)$/.exec(pathname) ?? []
  if (side === undefined) return null
  return { side: side === 'streams' ? 'source' : 'region', path: unescaped(path) }
}

/** The names of product files contain colons, which some clients escape. */
function unescaped(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function matches(rule: FaultRule, side: Side, method: string, path: string): boolean {
  if (rule.side !== side) return false
  if (rule.method !== undefined && rule.method !== method) return false
  return rule.path === undefined || fits(rule.path, path)
}

/**
 * `*` stands for any characters; everything else is taken literally. No pattern takes long, as a regular expression
 * could.
 */
function fits(pattern: string, path: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return path === first
  if (!path.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = path.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return path.length - last.length >= at && path.endsWith(last)
}

async function spoiled(
  fault: Fault,
  next: () => Promise<Response | undefined>,
): Promise<Response | undefined> {
  switch (fault.kind) {
    case 'answer':
      return new Response(hasBody(fault.status) ? fault.body : null, {
        status: fault.status,
        headers: fault.headers,
      })
    case 'drop':
      if (fault.when === 'after') await next()
      return Response.error()
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, fault.ms))
      return next()
    default:
      return halved(await next())
  }
}

const hasBody = (status: number) => ![204, 205, 304].includes(status)

/** The headers of the whole answer and the first half of its body; then the connection is cut. */
async function halved(response: Response | undefined): Promise<Response | undefined> {
  if (response?.body == null) return Response.error()
  const body = new Uint8Array(await response.arrayBuffer())
  const half = body.subarray(0, Math.floor(body.length / 2))
  let sent = false
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (sent || half.length === 0) controller.error(new PlannedCut('half an answer'))
        else controller.enqueue(half)
        sent = true
      },
    },
    { highWaterMark: 0 },
  )
  const headers = new Headers(response.headers)
  headers.set('Content-Length', String(body.length))
  return new Response(stream, { status: response.status, headers })
}
