import type { Tour } from '#demo/tour/tour.ts'

export const firstRun: Tour = {
  name: 'first-run',
  title: 'First run',
  scenario: 'fresh',
  steps: [
    {
      caption:
        'A new region has no images. The page suggests the release that MAAS commissions machines with.',
      at: { role: 'button', name: 'Select Ubuntu 22.04 LTS for amd64' },
      press: true,
      // its row may be out of view, and is not on the page then
      until: { role: 'region', name: 'Unsaved selection' },
    },
    {
      caption: 'Select another image. Nothing is sent to MAAS until the selection is saved.',
      at: { role: 'checkbox', name: 'Ubuntu 26.04 LTS amd64' },
      press: true,
      until: { role: 'checkbox', name: 'Ubuntu 26.04 LTS amd64', checked: true },
    },
    {
      caption:
        'The bar shows what a save adds and downloads. Save selection waits until MAAS has read its source, and then starts the import.',
      at: { role: 'button', name: 'Save selection' },
      press: true,
      // before, no import runs that time could bring to its end
      until: { role: 'list', name: 'Steps of saving', says: /Waiting for MAAS to read/ },
    },
    {
      caption: 'MAAS reads its source for the first time. Next lets time pass in the region.',
      at: { role: 'list', name: 'Steps of saving' },
      region: (control) => control.runUntilIdle(),
      // a save waits for MAAS for 45 seconds
      again: { role: 'button', name: 'Save selection' },
      until: { role: 'message', says: /Selection saved/ },
    },
    {
      caption: 'The selection is saved and the import has started. Next lets time pass until it is complete.',
      at: { role: 'message', says: /Selection saved/ },
      region: (control) => control.runUntilIdle(),
      until: { role: 'button', name: 'Import now' },
    },
    {
      caption: 'Both images are synced. The region can commission and deploy machines.',
      at: { role: 'row', says: /26\.04 LTS/ },
    },
  ],
}
