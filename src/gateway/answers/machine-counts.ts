import * as z from 'zod/mini'
import type { MachinesAnswer } from '#contract/machines.ts'
import { parseJson } from '#lib/parse-json.ts'
import { listItems, UnreadableList } from './list-items.ts'
import { Refusal } from '#gateway/refusal.ts'

const name = z.nullish(z.string().check(z.maxLength(200)))
/** The fields of a machine that say what it is deployed with, as MAAS lists them (DISPLAYED_MACHINE_FIELDS). */
const machine = z.object({ osystem: name, distro_series: name, architecture: name })

type CountLimits = {
  readonly mostMachines: number
  readonly mostBytes: number
  /** Of one machine. */
  readonly mostBytesEach: number
}

/** MAAS needs about 20 kB and 10 ms for a machine. */
const COUNT_LIMITS: CountLimits = {
  mostMachines: 5_000,
  mostBytes: 128 * 1_024 * 1_024,
  mostBytesEach: 4 * 1_024 * 1_024,
}

type Counted = Omit<MachinesAnswer, 'page'>

/** Counts the machines of a list that arrives, by image. It stops where there are too many. Throws a Refusal. */
export async function countMachines(
  list: AsyncIterable<Uint8Array>,
  limits: CountLimits = COUNT_LIMITS,
): Promise<Counted> {
  const counts = new Map<string, Counted['counts'][number]>()
  let bytes = 0
  let machines = 0
  const complete = () => bytes <= limits.mostBytes && machines <= limits.mostMachines
  async function* upToLimit() {
    for await (const chunk of list) {
      bytes += chunk.length
      if (!complete()) return
      yield chunk
    }
  }
  try {
    for await (const item of listItems(upToLimit(), limits.mostBytesEach)) {
      machines += 1
      if (!complete()) break
      const { os, release, arch } = imageOf(item)
      const key = JSON.stringify([os, release, arch])
      const known = counts.get(key)
      if (known) known.machines += 1
      else counts.set(key, { os, release, arch, machines: 1 })
    }
  } catch (error) {
    if (!(error instanceof UnreadableList)) throw error
    if (complete()) throw unreadable()
  }
  return { complete: complete(), counts: [...counts.values()] }
}

function imageOf(text: string) {
  const parsed = machine.safeParse(parseJson(text))
  if (!parsed.success) throw unreadable()
  const { osystem, distro_series: release, architecture } = parsed.data
  return { os: osystem ?? '', release: release ?? '', arch: architecture?.split('/')[0] ?? '' }
}

const unreadable = () =>
  new Refusal(
    502,
    'region-unreadable',
    'MAAS answered with a list of machines that this page does not understand.',
  )
