/* What the parts of the static demo call each other, below the folder of the page. */

/** The file of the service worker. */
export const WORKER_FILE = 'demo-worker.js'
/** The control API of the region: `demo-control/v1/clock` */
export const CONTROL_AT = 'demo-control'
/** MAAS's API of the region: `demo-maas/api/2.0/version/` */
export const MAAS_AT = 'demo-maas'
