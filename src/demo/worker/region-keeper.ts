import type { Control } from '#simulator/control/control.ts'
import type { FaultRule } from '#simulator/control/fault-rule.ts'
import type { StandingFault } from '#simulator/control/faults.ts'
import type { Keeper } from './kept.ts'

/**
 * Makes the region what the visitor left, with the time that has passed since, and returns a function that keeps it as it
 * is now. A browser ends an idle worker at any moment, so a change is kept before it is answered.
 */
export async function keepRegion(
  control: Control,
  keeper: Keeper,
  now: () => number,
): Promise<() => Promise<void>> {
  const kept = await keeper.read('region')
  if (kept && restores(control, kept.document)) {
    const passed = Math.max(0, now() - kept.at) * kept.document.clock.speed
    control.advance({ seconds: passed / 1_000 })
    for (const fault of kept.faults) control.addFault(restOf(fault))
  }
  const save = () =>
    keeper.write('region', {
      document: control.readState({}),
      faults: control.listFaults({}),
      at: now(),
    })
  if (!kept) await save()
  return save
}

/** The calls that a fault still has to spoil. */
function restOf({ hits, ...rule }: StandingFault): FaultRule {
  if (hits === 0) return rule
  const { times, ...rest } = rule
  return { ...rest, skip: 0, ...(times !== undefined && { times: times - hits }) }
}

/** false: the streams of a newer build do not have what this region was importing; it starts again. */
function restores(control: Control, document: Parameters<Control['replaceState']>[0]): boolean {
  try {
    control.replaceState(document)
    return true
  } catch {
    return false
  }
}
