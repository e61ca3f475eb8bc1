import type { ContractCall } from '#testing/contract/contract-call.ts'

const GET = 'GET maas/?op=get_config'
const SET = 'POST maas/?op=set_config'
const set = (name: string, value: string) => ({ call: SET, form: { name, value } }) as const

export const SETTING_CALLS: readonly ContractCall[] = [
  { title: 'a yes or no', call: `${GET}&name=boot_images_auto_import`, status: 200, text: 'true' },
  { title: 'a text', call: `${GET}&name=commissioning_distro_series`, status: 200, text: '"jammy"' },
  { title: 'a setting without a value', call: `${GET}&name=http_proxy`, status: 200, text: 'null' },
  {
    title: 'a setting that does not exist',
    call: `${GET}&name=nonsense`,
    status: 400,
    has: 'nonsense is not a valid config setting (valid settings are: maas_name, theme,',
  },
  { title: 'no name', call: GET, status: 400, text: 'No provided name!' },
  { title: 'a changed yes or no', ...set('boot_images_auto_import', 'false'), status: 200, text: 'OK' },
  { title: 'it is changed', call: `${GET}&name=boot_images_auto_import`, status: 200, text: 'false' },
  {
    title: 'a changed proxy',
    ...set('http_proxy', 'http://proxy.example.com:3128/'),
    status: 200,
    text: 'OK',
  },
  {
    title: 'a wrong proxy',
    ...set('http_proxy', 'nonsense'),
    status: 400,
    text: '{"http_proxy": ["Enter a valid URL."]}',
  },
  {
    title: 'a release that is not held',
    ...set('commissioning_distro_series', 'nonsense'),
    status: 400,
    text: `{"commissioning_distro_series": ["'nonsense' is not a valid commissioning_distro_series.  It should be one of: 'jammy', 'noble'."]}`,
  },
  {
    title: 'a number that cannot be read',
    ...set('session_length', 'x'),
    status: 400,
    text: '{"session_length": ["Enter a whole number."]}',
  },
  {
    title: 'a value is missing',
    call: SET,
    form: { name: 'maas_name' },
    status: 400,
    text: 'No provided value!',
  },
  { title: 'settings take no PUT', call: 'PUT maas/', form: {}, status: 405, allow: 'GET, POST' },
]
