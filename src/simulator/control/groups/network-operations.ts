import type { Needs, Part } from './needs.ts'

export function networkOperations({ region, faults, network }: Needs) {
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
  const operations: Part<
    'listFaults' | 'addFault' | 'removeFault' | 'removeFaults' | 'readConditions' | 'setConditions'
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
  }
  return operations
}
