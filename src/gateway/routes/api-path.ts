/** Where MAAS has its API, and the gateway the calls of it that pass. */
export const API = '/MAAS/api/2.0'
