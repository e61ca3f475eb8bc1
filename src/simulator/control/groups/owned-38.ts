import type { Region } from '#simulator/rules/region.ts'
import { begin38 } from '#simulator/rules38/runs.ts'
import type { OperationGroup } from './needs.ts'

type History = OperationGroup<'addSelections' | 'addImages' | 'addBootloaders' | 'addRunningImport'>

/** The same operations; afterwards a MAAS 3.8 has its own selections for the new rows, and owns the new images. */
export function ownedBy38<T extends History>(region: Region, operations: T): T {
  const owned =
    <I, A>(operation: (input: I) => A) =>
    (input: I): A => {
      const answer = operation(input)
      const state = region.state()
      if (state.rules38 === null) return answer
      // the hourly run is as it was when the region started
      const { scheduled } = state.rules38
      begin38(state, state.rules38)
      state.rules38.scheduled = scheduled
      return answer
    }
  const { addSelections, addImages, addBootloaders, addRunningImport } = operations
  return {
    ...operations,
    addSelections: owned(addSelections),
    addImages: owned(addImages),
    addBootloaders: owned(addBootloaders),
    addRunningImport: owned(addRunningImport),
  }
}
