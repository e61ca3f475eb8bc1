import type { Scenario } from '#simulator/demo/scenario.ts'
import { usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const notifications: Scenario = {
  shows:
    'Notifications of failed imports, one of which cannot be dismissed, and some that do not concern images, which the page leaves out.',
  versions: ['3.5', '3.6', '3.7'],
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
    control.addFailure({ cause: 'source-unreachable' })
    control.addFailure({ cause: 'disk-full' })
  },
}
