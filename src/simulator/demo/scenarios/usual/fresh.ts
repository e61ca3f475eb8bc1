import type { Scenario } from '#simulator/demo/scenario.ts'

export const fresh: Scenario = {
  shows: 'First run: the default source has not been read, and there are no selections and no images.',
  play(control) {
    control.addSource({ read: false })
  },
}
