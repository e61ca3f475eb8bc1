import type { Tour } from '#demo/tour/tour.ts'

export const partialFailure: Tour = {
  name: 'partial-failure',
  title: 'A save that fails half-way',
  scenario: 'default',
  untilIdle: true,
  steps: [
    {
      caption: 'Select a new image…',
      at: { role: 'checkbox', name: 'Ubuntu 26.04 LTS amd64' },
      press: true,
      until: { role: 'checkbox', name: 'Ubuntu 26.04 LTS amd64', checked: true },
    },
    {
      caption: '… and one more.',
      at: { role: 'checkbox', name: 'Ubuntu 25.10 amd64' },
      press: true,
      until: { role: 'checkbox', name: 'Ubuntu 25.10 amd64', checked: true },
    },
    {
      caption: 'Save selection makes several calls to MAAS. Next lets the second of them fail.',
      at: { role: 'button', name: 'Save selection' },
      region: (control) =>
        control.addFault({
          side: 'region',
          method: 'POST',
          path: 'boot-sources/*/selections/*',
          skip: 1,
          times: 1,
          fault: { kind: 'answer', status: 503, body: 'The database is being restarted.' },
        }),
      press: true,
      until: { role: 'message', says: /Only part of the selection was saved/ },
    },
    {
      caption: 'The page shows which steps are done, which one failed and why. A reload would show the same.',
      at: { role: 'list', name: 'Steps of saving' },
    },
    {
      caption: 'Continue checks what MAAS has, and does only the rest.',
      at: { role: 'button', name: 'Continue' },
      press: true,
      until: { role: 'message', says: /Selection saved/ },
    },
    {
      caption: 'The selection is saved, and its import has started.',
      at: { role: 'message', says: /Selection saved/ },
    },
  ],
}
