import { Refusal } from '#gateway/refusal.ts'

/** Whether an address, without the base path, can only be one of the gateway's own: never a file of the page. */
export const isKeptPath = (url: string): boolean => /^\/(MAAS|gateway|healthz|metrics)(?![\w-])/.test(url)

/** The answer for such an address that is not in the table of routes. */
export const offersNothing = () =>
  new Refusal(404, 'not-found', 'The gateway offers nothing at this address.')
