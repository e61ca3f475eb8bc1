import type { ControlNeeds, OperationGroup } from './needs.ts'

export function streamOperations({ streams, clock, servedAt, replaced }: ControlNeeds) {
  const shown = (name: string) => ({
    name,
    represents: streams.current(name).url,
    servedAt: servedAt(name),
    changes: [...streams.changesOf(name)],
  })
  const operations: OperationGroup<'listStreams' | 'changeStream' | 'restoreStream'> = {
    listStreams: () => streams.names().map(shown),
    changeStream({ name, change }) {
      streams.change(name, change, clock.wall())
      replaced()
      return shown(name)
    },
    restoreStream({ name }) {
      streams.replaceChanges(name, [])
      replaced()
      return shown(name)
    },
  }
  return operations
}
