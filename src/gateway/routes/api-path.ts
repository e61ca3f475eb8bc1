/** The path of MAAS's API, and of the calls that the gateway passes to it. */
export const API = '/MAAS/api/2.0'
