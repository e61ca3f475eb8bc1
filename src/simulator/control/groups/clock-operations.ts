import { isBusy, nextDue } from '#simulator/rules/settle.ts'
import type { ControlNeeds, OperationGroup } from './needs.ts'

export function clockOperations({ region, clock }: ControlNeeds) {
  const readClock = () => ({ now: clock.now(), speed: clock.speed() })
  const operations: OperationGroup<'readClock' | 'setSpeed' | 'advance' | 'runUntilIdle'> = {
    readClock,
    setSpeed({ speed }) {
      clock.setSpeed(speed)
      return readClock()
    },
    advance({ seconds }) {
      clock.advance(Math.round(seconds * 1000))
      region.state()
      return readClock()
    },
    runUntilIdle({ hours }) {
      const began = clock.now()
      const until = began + hours * 3_600_000
      let state = region.state()
      while (isBusy(state) && clock.now() < until) {
        clock.advance(Math.max(1, Math.min(nextDue(state).at, until) - clock.now()))
        state = region.state()
      }
      return { idle: !isBusy(state), seconds: (clock.now() - began) / 1000, now: clock.now() }
    },
  }
  return operations
}
