import type { Scenario } from '#simulator/demo/scenario.ts'
import { usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const notifications: Scenario = {
  shows: 'Notifications of MAAS in all four categories, one of which cannot be dismissed.',
  play(control) {
    usualRegion(control)
    control.addNotification({ category: 'error', message: 'The rack controller far-away does not answer.' })
    control.addNotification({
      category: 'warning',
      message: 'The certificate of this region ends in 12 days.',
      dismissable: false,
    })
    control.addNotification({ category: 'info', message: 'A new version of MAAS is available.' })
    control.addNotification({ category: 'success', message: 'The backup of this region is complete.' })
  },
}
