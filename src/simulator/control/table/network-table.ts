import * as z from 'zod/mini'
import { faultRule } from '#simulator/control/fault-rule.ts'
import { count, described, yesNo } from '#simulator/control/values.ts'
import { done, nothing, operation } from './operation.ts'

const conditions = z.strictObject({
  reachable: described(yesNo, 'Whether the region and its streams answer; else every connection is cut.'),
  sourcesAnswer: described(
    yesNo,
    'Whether sources answer the region. The gateway and browsers reach them anyway.',
  ),
  bytesPerSecond: described(count(0), 'The rate of downloads; 0: they stall.'),
  freeBytes: described(z.nullable(count(0)), 'Room for images on the region’s disk; null: no limit.'),
  proxyRefuses: described(yesNo, 'Whether the proxy for images refuses the requests of MAAS.'),
})
const fault = z.extend(faultRule, {
  id: count(1),
  hits: described(count(0), 'How many calls it has spoiled.'),
})
const settings = z.record(z.string(), z.unknown(), 'must be an object')

export const NETWORK_TABLE = {
  listFaults: operation({
    method: 'GET',
    path: '/faults',
    summary: 'List the faults that are in force.',
    input: nothing,
    answer: z.array(fault),
  }),
  addFault: operation({
    method: 'POST',
    path: '/faults',
    summary: 'Spoil the next calls that match, or every one.',
    input: faultRule,
    answer: fault,
  }),
  removeFault: operation({
    method: 'DELETE',
    path: '/faults/:id',
    summary: 'Remove a fault. A call that it delays is carried out now.',
    input: z.strictObject({ id: count(1) }),
    answer: done,
  }),
  removeFaults: operation({
    method: 'DELETE',
    path: '/faults',
    summary: 'Remove all faults. The calls that they delay are carried out now.',
    input: nothing,
    answer: done,
  }),
  readConditions: operation({
    method: 'GET',
    path: '/conditions',
    summary: 'Read what the region works under: what it reaches, its download rate, its disk.',
    input: nothing,
    answer: conditions,
  }),
  setConditions: operation({
    method: 'PATCH',
    path: '/conditions',
    summary: 'Change some of these conditions.',
    input: z.partial(conditions),
    answer: conditions,
  }),
  readSettings: operation({
    method: 'GET',
    path: '/settings',
    summary: 'Read the settings of MAAS that have a value.',
    input: nothing,
    answer: settings,
  }),
  setSettings: operation({
    method: 'PATCH',
    path: '/settings',
    summary: 'Change settings of MAAS, such as boot_images_auto_import.',
    input: z.strictObject({
      values: described(settings, 'By their names in MAAS, with values of their types.'),
    }),
    answer: settings,
  }),
}
