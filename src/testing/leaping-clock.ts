// the tests of the gateway may not import the kit
export { leapingClock } from '#kit/leaping-clock.ts'
