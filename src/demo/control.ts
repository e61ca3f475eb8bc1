import { type ControlClient, createControlClient } from '#simulator/control/door/client.ts'
import { CONTROL_AT } from './paths.ts'

/**
 * The control API of the region in this browser, for the panel and the tours of the static demo. It exists only there:
 * the service worker answers it.
 * @param base the address of the page, with a slash at the end
 */
export const demoControl = (base: string): ControlClient =>
  // the worker hears only pages of its own folder, so it needs no token
  createControlClient({ url: `${base}${CONTROL_AT}/v1`, token: '' })
