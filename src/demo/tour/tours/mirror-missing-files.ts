import type { Tour } from '#demo/tour/tour.ts'

export const missingFiles: Tour = {
  name: 'mirror-missing-files',
  title: 'A mirror with missing files',
  scenario: 'missing-files',
  steps: [
    {
      caption:
        'This region syncs from a local mirror, and its import failed. MAAS reports only a time limit; the page finds the likely cause.',
      at: { role: 'list', name: 'Likely causes' },
    },
    {
      caption:
        'Files of a selected image are missing on the mirror. Show what needs attention finds the image.',
      at: { role: 'link', name: 'Show what needs attention' },
      press: true,
      until: { role: 'message', says: /^1 of \d+ releases/ },
    },
    {
      caption: 'Ubuntu 20.04 LTS is listed by the mirror, but its files are not there.',
      at: { role: 'row', says: /20\.04 LTS/ },
    },
    {
      caption: 'Local mirror shows how to complete a mirror.',
      at: { role: 'link', name: 'Local mirror' },
      press: true,
      until: { role: 'button', name: 'Check mirror' },
    },
    {
      caption: 'The recipe contains the commands that download all that this region selects.',
      at: { role: 'region', name: 'Recipe' },
    },
    {
      caption: 'Check mirror compares a mirror with maas.io, and lists the files that are missing.',
      at: { role: 'button', name: 'Check mirror' },
    },
  ],
}
