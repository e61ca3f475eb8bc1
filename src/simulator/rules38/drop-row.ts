import type { State } from '#simulator/state/state.ts'
import type { State38 } from './state38.ts'
import { dropOwn } from './syncs.ts'

/** Deletes a row of API 2.0 with the selections that MAAS created for it and their current images. */
export function dropRow(state: State, rules: State38, rowId: number, now: number): void {
  for (const own of rules.selections.values()) if (own.rowId === rowId) dropOwn(state, rules, own, now)
}
