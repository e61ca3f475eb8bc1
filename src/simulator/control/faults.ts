import type { Fault, FaultRule } from './fault-rule.ts'
import { halved } from './half-answer.ts'
import { WrongControl } from './wrong-control.ts'

export { PlannedCut } from './half-answer.ts'

/** A rule with its number, and how many calls it has spoiled. */
export type StandingFault = FaultRule & { readonly id: number; readonly hits: number }

type Side = FaultRule['side']
type Standing = { id: number; rule: FaultRule; met: number; hits: number }
/** A call that waits. @param goesOn false: it is cut */
type Waiting = { readonly id: number; readonly end: (goesOn: boolean) => void }

/**
 * Faults on calls to the embedded region and to its streams. The oldest rule that matches a call spoils it; a rule that
 * has spoiled as many calls as it should is dropped.
 */
export function createFaults() {
  let standing: Standing[] = []
  let lastId = 0
  const waiting = new Set<Waiting>()

  const shown = ({ id, rule, hits }: Standing): StandingFault => ({ ...rule, id, hits })

  function take(side: Side, method: string, path: string): Standing | null {
    const found = standing.find((one) => matches(one.rule, side, method, path) && one.met++ >= one.rule.skip)
    if (found === undefined) return null
    found.hits += 1
    if (found.hits === found.rule.times) standing = standing.filter((one) => one !== found)
    return found
  }

  /** Whether the call is carried out afterwards. */
  const delay = (id: number, ms: number): Promise<boolean> =>
    new Promise((resolve) => {
      const one = {
        id,
        end(goesOn: boolean) {
          clearTimeout(timer)
          waiting.delete(one)
          resolve(goesOn)
        },
      }
      const timer = setTimeout(() => one.end(true), ms)
      waiting.add(one)
    })
  const endDelays = (goesOn: boolean, id?: number) => {
    for (const one of waiting) if (id === undefined || one.id === id) one.end(goesOn)
  }

  async function spoiled(
    { id, rule: { fault } }: Standing,
    next: () => Promise<Response | undefined>,
  ): Promise<Response | undefined> {
    switch (fault.kind) {
      case 'answer':
        return replaced(fault)
      case 'drop':
        if (fault.when === 'after') await next()
        return Response.error()
      case 'delay':
        return (await delay(id, fault.ms)) ? next() : Response.error()
      default:
        return halved(await next())
    }
  }

  return {
    list: (): StandingFault[] => standing.map(shown),
    add(rule: FaultRule): StandingFault {
      lastId += 1
      const added = { id: lastId, rule, met: 0, hits: 0 }
      standing.push(added)
      return shown(added)
    },
    /** Calls that it delays are carried out now. Throws a WrongControl if there is no such rule. */
    remove(id: number): void {
      if (!standing.some((one) => one.id === id))
        throw new WrongControl(404, [{ path: 'id', message: `There is no fault ${id}.` }])
      standing = standing.filter((one) => one.id !== id)
      endDelays(true, id)
    },
    /** Calls that are delayed are carried out now. */
    clear(): void {
      standing = []
      endDelays(true)
    },
    /** Calls that are delayed are cut: they were meant for what the region was before. The next fault is 1 again. */
    reset(): void {
      standing = []
      lastId = 0
      endDelays(false)
    },
    /** Answers a call by `next`, or as the first matching rule says. A network error stands for a cut connection. */
    async answer(
      request: { readonly method: string; readonly url: string },
      next: () => Promise<Response | undefined>,
    ): Promise<Response | undefined> {
      const { pathname, search } = new URL(request.url)
      const below = sideAndPath(pathname)
      const found = below && take(below.side, request.method, `${below.path}${search}`)
      return found ? spoiled(found, next) : next()
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

const replaced = ({ status, body, headers }: Extract<Fault, { kind: 'answer' }>) =>
  new Response(hasBody(status) ? body : null, { status, headers })

const hasBody = (status: number) => ![204, 205, 304].includes(status)
