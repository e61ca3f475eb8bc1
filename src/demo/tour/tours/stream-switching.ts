import type { Tour } from '#demo/tour/tour.ts'

const CHANGE = { role: 'button', name: 'Change source' } as const

export const streamSwitching: Tour = {
  name: 'stream-switching',
  title: 'Switch from stable to candidate',
  scenario: 'default',
  untilIdle: true,
  steps: [
    {
      caption:
        'This region syncs its images from maas.io, the stable stream. Change source leads to other sources.',
      at: { role: 'link', name: 'Change source' },
      press: true,
      until: { role: 'dialog', name: 'Change source' },
    },
    {
      caption: 'Candidate has newer images that are not released yet.',
      at: { role: 'radio', name: /^Candidate/ },
      press: true,
      until: { role: 'radio', name: /^Candidate/, checked: true },
    },
    {
      caption: 'Connect reads the other stream and verifies its signature. It changes nothing yet.',
      at: { role: 'button', name: 'Connect' },
      press: true,
      until: { role: 'region', name: 'What changes' },
    },
    {
      caption:
        'Before anything changes, the page lists which selected images are the same, newer, or not offered, and how much MAAS downloads.',
      at: { role: 'region', name: 'What changes' },
    },
    {
      caption: 'Change source changes the source in MAAS, copies the selection, and starts the import.',
      at: CHANGE,
      press: true,
      until: { role: 'message', says: /Images come from maas\.io candidate now/ },
    },
    {
      caption: 'All steps are done. The dialog can be closed: MAAS continues the import.',
      at: { role: 'list', name: 'Steps of the change' },
    },
    {
      caption: 'Close the dialog.',
      at: { role: 'button', name: 'Close' },
      press: true,
      until: { role: 'link', name: 'Undo change' },
    },
    {
      caption: 'Next lets time pass in the region until the import is complete.',
      at: { role: 'region', name: 'Import progress' },
      region: (control) => control.runUntilIdle(),
      until: { role: 'button', name: 'Import now' },
    },
    {
      caption:
        'The images are synced from candidate. Undo change shows the way back, and restores the selection.',
      at: { role: 'link', name: 'Undo change' },
    },
  ],
}
