import type { Scenario } from '#simulator/demo/scenario.ts'
import { usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

const PROXY = 'http://maas:proxy-password@proxy.example.com:3128/'

export const proxyRefuses: Scenario = {
  shows: 'The proxy for images refuses the requests of MAAS, which reaches the source without it.',
  play(control) {
    usualRegion(control)
    control.setSettings({ values: { http_proxy: PROXY } })
    control.setConditions({ proxyRefuses: true })
    control.addFailure({ cause: 'proxy-refuses' })
  },
}
