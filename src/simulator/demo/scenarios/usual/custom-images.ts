import type { Scenario } from '#simulator/demo/scenario.ts'
import { usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

const IMAGES = [
  { name: 'web-front', title: 'Web front end', bytes: 1_288_490_188, machines: 9 },
  { name: 'database', title: 'Database, tuned', bytes: 2_147_483_648, machines: 4 },
  { name: 'kiosk', title: '', bytes: 612_368_384, machines: 0 },
]

export const customImages: Scenario = {
  shows:
    'Four custom images, three of them with machines deployed, and a machine with an image that is gone.',
  play(control) {
    usualRegion(control)
    const machine = { os: 'custom', architecture: 'amd64/generic', state: 'deployed' } as const
    for (const { machines, ...image } of IMAGES) {
      control.addCustomImage(image)
      if (machines > 0) control.addMachines({ ...machine, release: image.name, count: machines })
    }
    control.addMachines({ ...machine, release: 'retired-appliance' })
  },
}
