/** The region's own time. It runs with the wall clock, or faster by a factor, and tests move it by hand. */
export type Clock = {
  /** Milliseconds since 1970, in the region's time. */
  now(): number
  /** Milliseconds since 1970 on the wall clock, with which OAuth timestamps are compared. */
  wall(): number
  /** Moves the region's time forward. */
  advance(ms: number): void
  /** From now on the region's time runs `factor` times as fast as the wall clock; 0 stops it. */
  setSpeed(factor: number): void
  speed(): number
}

export function createClock({
  now = Date.now,
  speed = 1,
}: { now?: () => number; speed?: number } = {}): Clock {
  let factor = speed
  let wallBase = now()
  let regionBase = wallBase
  const regionNow = () => Math.floor(regionBase + (now() - wallBase) * factor)

  return {
    now: regionNow,
    wall: now,
    advance(ms) {
      regionBase += ms
    },
    setSpeed(next) {
      regionBase = regionNow()
      wallBase = now()
      factor = next
    },
    speed: () => factor,
  }
}
