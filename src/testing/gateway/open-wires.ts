import { afterEach } from 'vitest'
import { startWire, type TestWire } from './test-wire.ts'

/** Starts gateways that are called byte by byte, and closes them after each test, which fails if a secret has leaked. */
export function openWires(): typeof startWire {
  const open: TestWire[] = []
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close()
  })
  return async (...options) => {
    const wire = await startWire(...options)
    open.push(wire)
    return wire
  }
}
