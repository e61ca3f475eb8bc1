import type { State } from '#simulator/state/state.ts'
import type { State38 } from './state38.ts'
import { dropOwn } from './syncs.ts'

/** A row of API 2.0 goes, and with it the selections that MAAS made of it, with their images of this moment. */
export function dropRow(state: State, rules: State38, rowId: number, now: number): void {
  for (const own of rules.selections.values()) if (own.rowId === rowId) dropOwn(state, rules, own, now)
}
