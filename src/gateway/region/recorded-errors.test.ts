import { request } from 'undici'
import { afterEach, expect, test } from 'vitest'
import { problem } from '#contract/gateway.ts'
import { startGateway } from '#gateway/server.ts'
import { upstreamJson, startUpstream } from '#testing/gateway/test-upstream.ts'
import { EXPECTED_SOURCE, SOURCE } from '#testing/gateway/test-wire.ts'

/*
 * Refusals recorded from MAAS 3.5.13, restated: status, kind of body, body. Each passes through the running gateway. A
 * message for users has complete sentences without terms for programmers.
 */

const SECRET = 'TOPSECRETTOKENSECRETTOPSECRETTOK'
const text = 'text/plain; charset=utf-8'
const json = 'application/json; charset=utf-8'
const html = 'text/html; charset=utf-8'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function refusedWith(status: number, type: string, body: string) {
  const upstream = await startUpstream(({ method }) =>
    method === 'GET' ? upstreamJson([SOURCE]) : { status, headers: { 'content-type': type }, body },
  )
  open.push(upstream)
  const gateway = await startGateway({
    maasUrl: `${upstream.url}/MAAS`,
    credentials: { kind: 'fixed', apiKey: `CONSUMER:TOKENTOKEN:${SECRET}` },
    keyringFile: async () => ({ state: 'elsewhere' }),
    exchange: { wait: async () => undefined },
  })
  open.push(gateway)
  const answer = await request(`${gateway.url}/MAAS/api/2.0/boot-sources/1/`, {
    method: 'PUT',
    headers: { 'x-maas-images': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ expected: EXPECTED_SOURCE }),
  })
  const whole = await answer.body.text()
  return { status: answer.statusCode, whole, error: problem.parse(JSON.parse(whole)).error }
}

const fields = (said: Record<string, string[]>) => JSON.stringify(said)

const CASES: [name: string, status: number, type: string, body: string, code: string, expected: RegExp][] = [
  ['no key', 401, text, 'Forbidden', 'unauthorized', /does not accept the API key/],
  ['a wrong consumer', 401, html, 'Authorization Error: Invalid API key.', 'unauthorized', /API key/],
  [
    'a wrong secret, with the right one spelled out',
    401,
    html,
    `Authorization Error: 'Invalid signature. Expected signature base string: &${SECRET}'`,
    'unauthorized',
    /API key/,
  ],
  [
    'a nonce used again',
    401,
    html,
    "Authorization Error: 'Nonce already used: 0123456789abcdef'",
    'unauthorized',
    /API key/,
  ],
  [
    'sources for administrators',
    403,
    text,
    'User is not allowed access to this API.',
    'forbidden',
    /Only MAAS administrators .* Sign in as an administrator/,
  ],
  [
    'writes for administrators',
    403,
    text,
    'This method is reserved for admin users.',
    'forbidden',
    /Only MAAS administrators/,
  ],
  [
    'a page about CSRF',
    403,
    html,
    '<!DOCTYPE html><html>CSRF</html>',
    'forbidden',
    /does not allow this user/,
  ],
  ['a refused password', 403, text, '', 'forbidden', /does not allow this user/],
  [
    'a source that no longer exists',
    404,
    text,
    'No BootSource matches the given query.',
    'not-found',
    /deleted it\. Reload/,
  ],
  [
    'a selection that no longer exists',
    404,
    text,
    'No BootSourceSelection matches the given query.',
    'not-found',
    /selection no longer exists/,
  ],
  [
    'an image that no longer exists',
    404,
    text,
    'No BootResource matches the given query.',
    'not-found',
    /image no longer exists/,
  ],
  [
    'an image that no longer exists, as a failure',
    500,
    text,
    'BootResource matching query does not exist.',
    'not-found',
    /image no longer exists/,
  ],
  [
    'a path that does not exist',
    404,
    text,
    'Unknown API endpoint: /MAAS/api/2.0/x.',
    'not-found',
    /Unknown API/,
  ],
  ['a method that does not exist', 405, text, '', 'region-refused', /error \(405\)\. Try again/],
  [
    'an old API',
    410,
    text,
    'The 1.0 API is no longer available. Please use API version 2.0.',
    'region-refused',
    /old API/,
  ],
  [
    'an unknown call',
    400,
    text,
    'Unrecognised signature: method=GET op=None',
    'bad-request',
    /does not support this request/,
  ],
  ['an unreadable body', 400, text, 'Bad Request', 'bad-request', /Bad Request|did not accept/],
  ['no body', 400, text, '', 'bad-request', /did not accept the request/],
  [
    'the commissioning release, with unfilled placeholders',
    400,
    text,
    'Unable to delete %s %s. It is the operating system used in ephemeral environments.',
    'bad-request',
    /commission machines.* Default images/,
  ],
  [
    'the commissioning release, from 3.7 on',
    400,
    text,
    'Unable to delete ubuntu jammy. It is the operating system used for commissioning.',
    'bad-request',
    /commission machines/,
  ],
  [
    'a release that is not offered, or not read yet',
    400,
    json,
    fields({ os: ['OS ubuntu with release zesty has no available images for download'] }),
    'source-unread',
    /no available images of ubuntu zesty .* import first/,
  ],
  [
    'an architecture that is not offered',
    400,
    json,
    fields({ arches: ["No available images to download for ['riscv64']"] }),
    'source-unread',
    /no available images for 'riscv64'/,
  ],
  [
    'three lists in one error',
    400,
    json,
    fields({
      arches: ["No available images to download for ['x']"],
      subarches: ["No available images to download for ['y']"],
      labels: ["No available images to download for ['z']"],
    }),
    'source-unread',
    /'x'.*'y'.*'z'/,
  ],
  [
    'a release selected twice',
    400,
    json,
    fields({ __all__: ['Boot source selection with this Boot source, Os and Release already exists.'] }),
    'bad-request',
    /selected already, perhaps by someone else/,
  ],
  [
    'an address that exists',
    400,
    json,
    fields({ url: ['Boot source with this Url already exists.'] }),
    'bad-request',
    /Address: MAAS has a source with this address already/,
  ],
  [
    'no address',
    400,
    json,
    fields({ url: ['This field is required.'] }),
    'bad-request',
    /Address: MAAS requires this field/,
  ],
  [
    'a long address',
    400,
    json,
    fields({ url: ['Ensure this value has at most 200 characters (it has 201).'] }),
    'bad-request',
    /Address: It is too long for MAAS: 201 characters, and 200/,
  ],
  [
    'an address with NUL',
    400,
    json,
    fields({ url: ['Null characters are not allowed.'] }),
    'bad-request',
    /invisible character/,
  ],
  [
    'an invalid address',
    400,
    json,
    fields({ url: ['Enter a valid URL.'] }),
    'bad-request',
    /http:\/\/ or https:\/\//,
  ],
  [
    'no keyring',
    400,
    json,
    fields({ __all__: ['One of keyring_data or keyring_filename must be specified.'] }),
    'bad-request',
    /needs a keyring/,
  ],
  [
    'two keyrings',
    400,
    json,
    fields({ __all__: ['Only one of keyring_filename or keyring_data can be specified.'] }),
    'bad-request',
    /^Cannot set both keyring path and keyring contents\.$/,
  ],
  [
    'an empty keyring',
    400,
    json,
    fields({ keyring_data: ['The submitted file is empty.'] }),
    'bad-request',
    /Keyring data: .*empty\. Paste/,
  ],
  [
    'a series it does not hold',
    400,
    json,
    fields({
      commissioning_distro_series: [
        "'noble' is not a valid commissioning_distro_series.  It should be one of: 'jammy'.",
      ],
    }),
    'bad-request',
    /Commissioning release: MAAS does not accept noble now, only 'jammy'/,
  ],
  [
    'a release while it holds none',
    400,
    json,
    fields({
      default_distro_series: ["'noble' is not a valid release.  It should be one of: '---'."],
    }),
    'bad-request',
    /Default release: MAAS does not accept noble now, because it has no images yet/,
  ],
  [
    'a minimum kernel that it does not hold',
    400,
    json,
    fields({
      default_min_hwe_kernel: [
        "'hwe-24.04' is not a valid default_min_hwe_kernel.  It should be one of: '', 'ga-22.04'.",
      ],
    }),
    'bad-request',
    /Minimum kernel: MAAS does not accept hwe-24.04 now, only 'ga-22.04': a minimum kernel must be downloaded/,
  ],
  [
    'a minimum kernel while it holds none',
    400,
    json,
    fields({
      default_min_hwe_kernel: [
        "'hwe-24.04' is not a valid default_min_hwe_kernel.  It should be one of: ''.",
      ],
    }),
    'bad-request',
    /because no kernel of the commissioning release is downloaded yet/,
  ],
  [
    'a series it does not hold, of hundreds',
    400,
    json,
    fields({
      commissioning_distro_series: [
        `'noble' is not a valid commissioning_distro_series.  It should be one of: ${"'custom-image-of-somebody', ".repeat(300)}'jammy'.`,
      ],
    }),
    'bad-request',
    /Commissioning release: MAAS does not accept noble now/,
  ],
  [
    'keyring data that makes MAAS fail',
    500,
    text,
    "'memoryview' object has no attribute 'read'",
    'region-refused',
    /Enter the keyring data again, or delete the source/,
  ],
  ['a missing field', 500, text, "'os'", 'region-refused', /error \(500\)\. Try again/],
  [
    'a list for a form',
    500,
    text,
    "'list' object has no attribute 'items'",
    'region-refused',
    /error \(500\)\. Try/,
  ],
  [
    'a name that is too long',
    500,
    text,
    'value too long for type character varying(20)\n',
    'region-refused',
    /operating system or a release can have 20 characters/,
  ],
  [
    'a page of Django',
    500,
    html,
    '<html><h1>Traceback (most recent call last)</h1></html>',
    'region-refused',
    /error \(500\)\. Try again/,
  ],
  ['too large for nginx', 413, html, '<html><h1>413</h1></html>', 'region-refused', /10 MB/],
  [
    'a region behind nginx that is down',
    502,
    html,
    '<html>502</html>',
    'region-unreachable',
    /region behind it/,
  ],
  ['a region that starts', 503, html, '<html>503</html>', 'region-unreachable', /not ready/],
]

test.each(CASES)(
  'the message for users about %s is readable',
  async (_, status, type, body, code, expected) => {
    const { error, whole } = await refusedWith(status, type, body)
    expect(error.code).toBe(code)
    expect(error.message).toMatch(expected)
    expect(error.message).toMatch(/^[A-Z].*[.!?…]$/s)
    expect(error.message).not.toMatch(/<\/?\w|object has no|Traceback|%s|\bNone\b|memoryview/)
    expect(whole).not.toContain(SECRET)
  },
)
