import { JSON_TYPE, refused, TEXT_TYPE, type Answer, type Recorded } from './recorded.ts'

const newSelection = (form: Record<string, string | string[]>, answer: Answer): Recorded => ({
  path: 'boot-sources/1/selections/',
  method: 'POST',
  body: { form },
  ...answer,
})
const all = { arches: 'amd64', subarches: '*', labels: '*' }
const noble = { os: 'ubuntu', release: 'noble' }
const noImages = (os: string, release: string) =>
  refused({ os: [`OS ${os} with release ${release} has no available images for download`] })
const notThere = (...names: string[]) => [
  `No available images to download for [${names.map((name) => `'${name}'`).join(', ')}]`,
]
const drop = (id: number): Recorded => ({
  path: `boot-sources/1/selections/${id}/`,
  method: 'DELETE',
  status: 204,
  type: 'text/plain',
  text: '',
})

/** Stories about selections. */
export const RECORDED_SELECTIONS: Record<string, Recorded[]> = {
  'creating selections': [
    {
      path: 'boot-sources/1/selections/',
      method: 'POST',
      body: {
        parts: [
          ['os', 'ubuntu'],
          ['release', 'noble'],
          ['arches', 'amd64'],
          ['arches', 'arm64'],
          ['subarches', 'ga-24.04'],
          ['labels', '*'],
        ],
      },
      status: 200,
      type: JSON_TYPE,
      text: [
        '{',
        '    "os": "ubuntu",',
        '    "release": "noble",',
        '    "arches": [',
        '        "amd64",',
        '        "arm64"',
        '    ],',
        '    "subarches": [',
        '        "ga-24.04"',
        '    ],',
        '    "labels": [',
        '        "*"',
        '    ],',
        '    "boot_source_id": 1,',
        '    "id": 2,',
        '    "resource_uri": "/MAAS/api/2.0/boot-sources/1/selections/2/"',
        '}',
      ].join('\n'),
    },
    newSelection(
      { ...noble, ...all },
      refused(
        { __all__: ['Boot source selection with this Boot source, Os and Release already exists.'] },
        'application/json',
      ),
    ),
    drop(2),
    newSelection({ ...noble, ...all, arches: 'amd64,arm64' }, refused({ arches: notThere('amd64,arm64') })),
    {
      ...newSelection({}, { status: 200 }),
      body: { json: { ...noble, ...all } },
      has: { arches: ['amd64'], id: 3 },
    },
    drop(3),
    newSelection(noble, { status: 200, has: { arches: [], subarches: [], labels: [] } }),
    drop(4),
    newSelection({ release: 'noble', ...all }, { status: 200, has: { os: '' } }),
    drop(5),
    newSelection({ os: 'ubuntu', ...all }, noImages('ubuntu', '')),
    newSelection({}, noImages('', '')),
    newSelection({ ...noble, ...all, os: 'Ubuntu' }, noImages('Ubuntu', 'noble')),
    newSelection({ os: 'ubuntu', release: '*', ...all }, noImages('ubuntu', '*')),
    newSelection(
      { ...noble, ...all, arches: ['amd64', 'riscv64'] },
      refused({ arches: notThere('amd64', 'riscv64') }),
    ),
    newSelection(
      { ...noble, ...all, arches: ['*', 'riscv64'] },
      { status: 200, has: { arches: ['*', 'riscv64'] } },
    ),
    drop(6),
    newSelection(
      { ...noble, arches: 'x', subarches: 'y', labels: 'z' },
      refused({ arches: notThere('x'), subarches: notThere('y'), labels: notThere('z') }),
    ),
    newSelection({ ...noble, arches: '', subarches: '*', labels: '*' }, refused({ arches: notThere('') })),
    newSelection({ ...noble, ...all, subarches: 'generic' }, { status: 200 }),
    newSelection(
      { os: 'u'.repeat(21), release: 'noble', ...all },
      { status: 500, type: TEXT_TYPE, text: "'os'" },
    ),
    newSelection(
      { os: 'ubuntu', release: 'n'.repeat(21), ...all },
      { status: 500, type: TEXT_TYPE, text: "'release'" },
    ),
    newSelection({ os: 'grub-efi-signed', release: 'uefi', ...all }, { status: 200 }),
    newSelection({ os: 'centos', release: '8', ...all }, { status: 200 }),
  ],

  'changing and deleting selections': [
    newSelection({ ...noble, ...all }, { status: 200 }),
    {
      path: 'boot-sources/1/selections/2/',
      method: 'PUT',
      body: { form: { arches: ['amd64', 'arm64'] } },
      status: 200,
      type: JSON_TYPE,
      has: { arches: ['amd64', 'arm64'], subarches: ['*'] },
    },
    { path: 'boot-sources/1/selections/2/', method: 'PUT', status: 200, has: { arches: ['amd64', 'arm64'] } },
    {
      path: 'boot-sources/1/selections/2/',
      method: 'PUT',
      body: { form: { release: 'focal' } },
      status: 200,
      has: { os: 'ubuntu', release: 'focal' },
    },
    {
      path: 'boot-sources/1/selections/2/',
      method: 'PUT',
      body: { form: { arches: 'riscv64' } },
      ...refused({ arches: notThere('riscv64') }),
    },
    {
      path: 'boot-sources/1/selections/2/',
      method: 'PUT',
      body: { form: { release: 'jammy', arches: 'amd64' } },
      ...refused(
        { __all__: ['Boot source selection with this Boot source, Os and Release already exists.'] },
        'application/json',
      ),
    },
    {
      path: 'boot-sources/1/selections/2/',
      method: 'POST',
      status: 405,
      sends: { allow: 'GET, DELETE, PUT' },
    },
    drop(2),
    {
      path: 'boot-sources/1/selections/2/',
      status: 404,
      type: 'text/plain',
      text: 'No BootSourceSelection matches the given query.',
    },
    {
      path: 'boot-sources/1/selections/1/',
      method: 'DELETE',
      status: 400,
      type: TEXT_TYPE,
      text: 'Unable to delete %s %s. It is the operating system used in ephemeral environments.',
    },
    {
      path: 'boot-sources/99/selections/',
      status: 404,
      type: 'text/plain',
      text: 'No BootSource matches the given query.',
    },
    { path: 'boot-sources/99/selections/1/', status: 404, text: 'No BootSource matches the given query.' },
  ],
}
