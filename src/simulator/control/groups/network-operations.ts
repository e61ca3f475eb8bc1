import { wrongSetting } from '#simulator/control/document/check-settings.ts'
import { WrongControl } from '#simulator/control/wrong-control.ts'
import type { ControlNeeds, OperationGroup } from './needs.ts'

export function networkOperations({ region, faults, network }: ControlNeeds) {
  const readConditions = () => {
    const { sourcesAnswer, bytesPerSecond, freeBytes, proxyRefuses } = region.state()
    return {
      reachable: network.isReachable(),
      sourcesAnswer,
      bytesPerSecond,
      freeBytes: freeBytes === Infinity ? null : freeBytes,
      proxyRefuses,
    }
  }
  const readSettings = () => Object.fromEntries(region.state().config)
  const operations: OperationGroup<
    | 'listFaults'
    | 'addFault'
    | 'removeFault'
    | 'removeFaults'
    | 'readConditions'
    | 'setConditions'
    | 'readSettings'
    | 'setSettings'
  > = {
    listFaults: () => faults.list(),
    addFault: (rule) => faults.add(rule),
    removeFault({ id }) {
      faults.remove(id)
      return {}
    },
    removeFaults() {
      faults.clear()
      return {}
    },
    readConditions,
    setConditions({ reachable, sourcesAnswer, bytesPerSecond, freeBytes, proxyRefuses }) {
      if (reachable !== undefined) network.setReachable(reachable)
      if (sourcesAnswer !== undefined) region.setSourcesAnswer(sourcesAnswer)
      if (bytesPerSecond !== undefined) region.setBytesPerSecond(bytesPerSecond)
      if (freeBytes !== undefined) region.setFreeBytes(freeBytes ?? Infinity)
      if (proxyRefuses !== undefined) region.state().proxyRefuses = proxyRefuses
      return readConditions()
    },
    readSettings,
    setSettings({ values }) {
      const { version, config } = region.state()
      const wrong = Object.entries(values).flatMap(([name, value]) => {
        const message = wrongSetting(version, name, value)
        return message === null ? [] : [{ path: `values.${name}`, message }]
      })
      if (wrong.length > 0) throw new WrongControl(400, wrong)
      for (const [name, value] of Object.entries(values)) config.set(name, value)
      return readSettings()
    },
  }
  return operations
}
