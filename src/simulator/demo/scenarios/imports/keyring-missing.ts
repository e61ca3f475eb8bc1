import type { Scenario } from '#simulator/demo/scenario.ts'
import { usualRegion } from '#simulator/demo/scenarios/usual-region.ts'

export const keyringMissing: Scenario = {
  shows:
    'A source whose keyring file the region does not have: each import ends before it begins, without a message.',
  play(control) {
    // its last import began before the file was lost
    usualRegion(control, {
      source: { keyringFilename: '/etc/maas/keyrings/images.gpg' },
      nextImportInMinutes: 98,
    })
  },
}
