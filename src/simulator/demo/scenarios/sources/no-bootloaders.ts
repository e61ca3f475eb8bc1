import type { Scenario } from '#simulator/demo/scenario.ts'

export const noBootloaders: Scenario = {
  shows: 'A source that was read and has no bootloaders, with nothing selected and nothing downloaded.',
  play(control) {
    control.changeStream({ name: 'stable', change: { kind: 'withdraw-bootloaders' } })
    control.addSource({})
  },
}
