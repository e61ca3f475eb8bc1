import * as z from 'zod/mini'
import { machineForm, machineRow, otherRegionRow, rackRow } from '#simulator/control/document/rows.ts'
import { count, described, nameOf, text, withDefault, yesNo } from '#simulator/control/values.ts'
import { done, nothing, operation } from './operation.ts'

const systemId = described(nameOf('a machine'), 'The ID that MAAS gave it.')
const behind = described(
  yesNo,
  'Whether it does not have the newest images yet. MAAS up to 3.4: from 3.5 on, rack controllers hold no images.',
)

export const MACHINE_TABLE = {
  listMachines: operation({
    method: 'GET',
    path: '/machines',
    summary: 'List the machines.',
    input: nothing,
    answer: z.array(machineRow),
  }),
  addMachines: operation({
    method: 'POST',
    path: '/machines',
    summary: 'Add machines of one kind.',
    input: z.strictObject({ ...machineForm, count: withDefault(count(1, 10_000), 1) }),
    answer: z.array(text),
  }),
  changeMachine: operation({
    method: 'PATCH',
    path: '/machines/:systemId',
    summary: 'Change a machine: deploy it, with another release, or release it.',
    input: z.extend(z.partial(z.strictObject(machineForm)), { systemId }),
    answer: machineRow,
  }),
  removeMachines: operation({
    method: 'DELETE',
    path: '/machines',
    summary: 'Remove all machines.',
    input: nothing,
    answer: done,
  }),
  listRacks: operation({
    method: 'GET',
    path: '/racks',
    summary: 'List the rack controllers.',
    input: nothing,
    answer: z.array(rackRow),
  }),
  addRack: operation({
    method: 'POST',
    path: '/racks',
    summary: 'Add a rack controller.',
    input: z.strictObject({ hostname: nameOf('a host'), behind: withDefault(behind, false) }),
    answer: rackRow,
  }),
  changeRack: operation({
    method: 'PATCH',
    path: '/racks/:systemId',
    summary: 'Let a rack controller fall behind, or catch up.',
    input: z.strictObject({ systemId, behind }),
    answer: rackRow,
  }),
  removeRack: operation({
    method: 'DELETE',
    path: '/racks/:systemId',
    summary:
      'Remove a rack controller. Without the one on the region’s machine, that is a region controller only.',
    input: z.strictObject({ systemId }),
    answer: done,
  }),
  listRegions: operation({
    method: 'GET',
    path: '/region-controllers',
    summary: 'List the region controllers.',
    input: nothing,
    answer: z.array(otherRegionRow),
  }),
  addRegion: operation({
    method: 'POST',
    path: '/region-controllers',
    summary: 'Add a region controller (MAAS 3.5 to 3.7). It holds no image until the next import.',
    input: z.strictObject({ hostname: nameOf('a host') }),
    answer: otherRegionRow,
  }),
  removeRegion: operation({
    method: 'DELETE',
    path: '/region-controllers/:systemId',
    summary: 'Remove a region controller, except the one on the region’s machine.',
    input: z.strictObject({ systemId }),
    answer: done,
  }),
}
