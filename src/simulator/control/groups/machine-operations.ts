import { WrongControl } from '#simulator/control/wrong-control.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { EMBEDDED, type Rack } from '#simulator/state/racks.ts'
import type { State } from '#simulator/state/state.ts'
import type { ControlNeeds, OperationGroup } from './needs.ts'

export function machineOperations({ region }: ControlNeeds) {
  const operations: OperationGroup<
    | 'listMachines'
    | 'addMachines'
    | 'changeMachine'
    | 'removeMachines'
    | 'listRacks'
    | 'addRack'
    | 'changeRack'
    | 'removeRack'
    | 'listRegions'
    | 'addRegion'
    | 'removeRegion'
  > = {
    listMachines: () => [...region.state().machines],
    addMachines({ count, ...machine }) {
      const state = region.state()
      const first = nextNumber(state.machines, /^m(\d+)$/)
      const added = Array.from({ length: count }, (_, index) => ({
        ...machine,
        systemId: `m${String(first + index).padStart(5, '0')}`,
        hostname: `node-${first + index + 1}`,
      }))
      state.machines = [...state.machines, ...added]
      return added.map(({ systemId }) => systemId)
    },
    changeMachine({ systemId, ...change }) {
      const state = region.state()
      const machine = found(state.machines, systemId, 'machine')
      const { os = machine.os, release = machine.release } = change
      const { architecture = machine.architecture, state: next = machine.state } = change
      const changed = { ...machine, os, release, architecture, state: next }
      state.machines = state.machines.map((one) => (one === machine ? changed : one))
      return changed
    },
    removeMachines() {
      region.state().machines = []
      return {}
    },
    listRacks: () => [...region.state().racks],
    addRack({ hostname, behind }) {
      const state = region.state()
      checkBehind(state, behind)
      if (state.racks.some((rack) => rack.hostname === hostname))
        throw new WrongControl(409, [{ path: 'hostname', message: `There is a rack ${hostname} already.` }])
      const systemId = `rack${String(nextNumber(state.racks, /^rack(\d+)$/)).padStart(2, '0')}`
      const rack: Rack = { systemId, hostname, onRegion: false, behind }
      state.racks = [...state.racks, rack]
      return rack
    },
    changeRack({ systemId, behind }) {
      const state = region.state()
      const rack = found(state.racks, systemId, 'rack')
      checkBehind(state, behind)
      const changed = { ...rack, behind }
      state.racks = state.racks.map((one) => (one === rack ? changed : one))
      return changed
    },
    removeRack({ systemId }) {
      const state = region.state()
      const rack = found(state.racks, systemId, 'rack')
      state.racks = state.racks.filter((one) => one !== rack)
      return {}
    },
    listRegions: () => [
      { systemId: EMBEDDED.system_id, hostname: EMBEDDED.hostname },
      ...region.state().otherRegions,
    ],
    addRegion({ hostname }) {
      const state = region.state()
      checkRegions(state)
      if ([EMBEDDED, ...state.otherRegions].some((one) => one.hostname === hostname))
        throw new WrongControl(409, [
          { path: 'hostname', message: `There is a region controller ${hostname} already.` },
        ])
      const number = nextNumber(state.otherRegions, /^region(\d+)$/)
      const added = { systemId: `region${String(number).padStart(2, '0')}`, hostname }
      state.otherRegions = [...state.otherRegions, added]
      return added
    },
    removeRegion({ systemId }) {
      const state = region.state()
      const removed = found(state.otherRegions, systemId, 'region controller')
      state.otherRegions = state.otherRegions.filter((one) => one !== removed)
      for (const file of state.files.values()) {
        const copies = file.copies?.filter((one) => one !== systemId) ?? []
        if (copies.length > 0) file.copies = copies
        else delete file.copies
      }
      return {}
    },
  }
  return operations
}

/** The number after the highest one that these IDs have, from 0. */
const nextNumber = (rows: readonly { systemId: string }[], pattern: RegExp) =>
  rows.reduce((most, { systemId }) => Math.max(most, Number(pattern.exec(systemId)?.[1] ?? -1)), -1) + 1

function found<T extends { readonly systemId: string }>(
  rows: readonly T[],
  systemId: string,
  kind: 'machine' | 'rack' | 'region controller',
): T {
  const row = rows.find((one) => one.systemId === systemId)
  if (row === undefined)
    throw new WrongControl(404, [{ path: 'systemId', message: `There is no ${kind} ${systemId}.` }])
  return row
}

function checkRegions({ version }: State): void {
  const { copiesToRegions, syncsSelections } = capabilitiesOf(version)
  if (!copiesToRegions || syncsSelections)
    throw new WrongControl(409, [
      { path: 'hostname', message: 'Only as MAAS 3.5 to 3.7 has this region other region controllers.' },
    ])
}

function checkBehind({ version }: State, behind: boolean): void {
  if (behind && !capabilitiesOf(version).copiesToRacks)
    throw new WrongControl(409, [
      { path: 'behind', message: `Rack controllers of MAAS ${version} hold no images.` },
    ])
}
