import type { RequestListener } from 'node:http'
import { stateOf } from '#e2e/setup/region-state.ts'
import type { Servers } from '#e2e/setup/servers.ts'
import type { Simulator } from '#simulator/serve.ts'
import { expect, test } from '#e2e/test.ts'

test.use({ streamHosts: ['127.0.0.1'] })

const says =
  (status: number, type: string, body: string | Buffer): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'Content-Type': type }).end(body)
  }

type Case = {
  what: string
  /** The text to enter as URL. */
  url: (servers: Servers, simulator: Simulator) => Promise<string> | string
  /** Cause and next step, as the dialog shows them. */
  expected: RegExp[]
}

/**
 * What an address can have instead of a source: one case per kind of refusal. The texts of all other cases are tested
 * by the tables of fetch-cause, source-fetch, stream-read and other-content.
 */
const UNREADABLE: Case[] = [
  {
    what: 'a server that breaks off',
    url: (servers) => servers.http((request) => request.socket.destroy()),
    expected: [/closed the connection early/, /Try again later/],
  },
  {
    what: 'an untrusted certificate',
    url: (servers) => servers.https(says(200, 'text/plain', 'hello')),
    expected: [
      /its certificate is self-signed/,
      /Trust it on the gateway’s machine .* and in MAAS, or use http/,
    ],
  },
  {
    what: 'a login page with 200',
    url: (servers) =>
      servers.http(says(200, 'text/html', '<!doctype html><title>Sign in</title><form>Password</form>')),
    expected: [/is a login page, not a SimpleStreams file/, /MAAS cannot log in to a source/],
  },
  {
    what: 'a mirror without its product files',
    url: (servers, simulator) =>
      servers.http((request, response) => {
        const { method = 'GET', url: path = '' } = request
        if (path.includes('download')) response.writeHead(404).end()
        else {
          fetch(`${simulator.streamsUrl}/stable${path}`, { method })
            .then(async (answer) => response.writeHead(answer.status).end(await answer.text()))
            .catch(() => response.destroy())
        }
      }),
    expected: [
      /The index .* was found and names .*download\.sjson/,
      /Finish the synchronization of the mirror/,
    ],
  },
  {
    what: 'a file that is not a SimpleStreams index',
    url: (servers) => servers.http(says(200, 'application/json', '{"hello": "world"}')),
    expected: [/index/i],
  },
  {
    what: 'an address that this machine must not read from',
    url: () => 'http://169.254.169.254/latest/meta-data/',
    expected: [/does not read boot sources from there/, /--stream-allow/],
  },
]

/** Resolves when `happen` is called. */
function event() {
  let happen: () => void = () => undefined
  const happened = new Promise<void>((resolve) => (happen = resolve))
  return { happen, happened }
}

test('Connect reports why an address cannot be read and what to do, and can be stopped; entries are kept, and nothing is written', async ({
  open,
  source,
  servers,
  simulator,
  region,
  expectConsole,
  expectAccessible,
}) => {
  // several addresses in one flow
  test.slow()
  expectConsole(/50\d .*gateway\/catalogue/, 'the source cannot be read')
  const before = stateOf(region)
  await open('/images/source')
  for (const { what, url, expected } of UNREADABLE) {
    await test.step(what, async () => {
      const typed = await url(servers, simulator)
      await source.fill(typed)
      // wait until the previous refusal is gone: the one below belongs to this address
      await expect(source.refusal).toBeHidden()
      await source.connect.click()
      for (const words of expected) await expect(source.refusal).toContainText(words)
      await expect(source.refusal).toContainText('Nothing has been changed.')
      await expect(source.refusal).not.toContainText(/undefined|\[object|Error:|ECONN|<h1>|Password/)
      await expect(source.url).toHaveValue(typed)
      await expect(source.custom).toBeChecked()
      await expect(source.connect).toBeEnabled()
      await expect(source.change).toBeHidden()
      expect(stateOf(region)).toEqual(before)
    })
  }
  await expectAccessible()

  await test.step('a server that never answers', async () => {
    const asked = event()
    const url = await servers.http(asked.happen)
    await source.fill(url)
    await expect(source.refusal).toBeHidden()
    await source.connect.click()
    await asked.happened
    await expect(source.dialog.getByRole('status').filter({ hasText: `Reading ${url}` })).toBeVisible()
    await expect(source.connecting).toHaveAttribute('aria-disabled', 'true')
    await expectAccessible()
    await source.stopReading.click()
    await expect(source.connecting).toBeHidden()
    await expect(source.connect).toHaveText('Connect')
    await expect(source.refusal).toBeHidden()
    await expect(source.url).toHaveValue(url)
    expect(stateOf(region)).toEqual(before)
  })

  await test.step('a source that works is reached in the same dialog', async () => {
    await source.fill('http://mirror.example.com/ubuntu/')
    await expect(source.refusal).toBeHidden()
    await source.connects()
    await expect(source.change).toBeVisible()
  })
})

test.describe('signatures and keyrings', () => {
  test('what is wrong with a signature is said with its consequence, and a source that MAAS refuses must be allowed explicitly', async ({
    open,
    source,
    servers,
    simulator,
    region,
    expectConsole,
    expectAccessible,
  }) => {
    // several sources in one flow
    test.slow()
    expectConsole(/502 .*gateway\/catalogue/, 'the source cannot be read')
    const before = stateOf(region)
    // stable, but without the signature that it should have
    const url = await servers.http((request, response) => {
      const { method = 'GET', url: path = '' } = request
      fetch(`${simulator.streamsUrl}/stable${path.replace(/\.sjson$/, '.json')}`, { method })
        .then(async (answer) => response.writeHead(answer.status).end(await answer.text()))
        .catch(() => response.destroy())
    })
    await open('/images/source')

    await test.step('an unsigned index is refused, and the unsigned address is suggested', async () => {
      await source.fill(url)
      await source.connect.click()
      await expect(source.refusal).toContainText('MAAS needs a signed file here.')
      await expect(source.refusal).toContainText('streams/v1/index.json')
      await source.fill(`${url}streams/v1/index.json`)
      await source.connects()
      await expect(source.fact('Signature')).toContainText('Not signed.')
      await expect(source.fact('Signature in MAAS')).toContainText('even if the source has a keyring')
      await expect(source.change).toBeEnabled()
    })

    await test.step('signed with a key that is not in the keyring: the change must be allowed explicitly', async () => {
      await source.fill('http://mirror.example.com/other/')
      await expect(source.read).toBeHidden()
      await source.connects()
      await expect(source.fact('Signature')).toContainText('Unknown key.')
      await expect(source.fact('Signature in MAAS')).toContainText(
        'MAAS refuses the file: the keyring does not contain the key that signed it.',
      )
      await expect(source.refusal).toContainText('This source would stop all imports')
      await expect(source.refusal).toContainText('Ask the administrator of the source for the public key')
      await expect(source.change).toHaveAttribute('aria-disabled', 'true')
      await source.change.click({ force: true })
      await expect(source.change).toBeVisible()
      expect(stateOf(region)).toEqual(before)
      await expectAccessible()
      await source.useAnyway.click()
      await expect(source.change).not.toHaveAttribute('aria-disabled', 'true')
    })

    await test.step('a keyring file that only the region may have: only MAAS can check it', async () => {
      await source.fill('http://mirror.example.com/ubuntu/', { filename: '/usr/share/keyrings/ours.gpg' })
      await expect(source.read).toBeHidden()
      await source.connects()
      await expect(source.fact('Signature')).toContainText('Not checked.')
      await expect(source.fact('Signature in MAAS')).toContainText(
        'Only MAAS can check the signature, when it reads the source.',
      )
      await expect(source.dialog.getByRole('status')).toContainText(['Only MAAS can check this keyring file'])
      await expect(source.dialog).toContainText('Without it, MAAS imports nothing from any source')
      await expect(source.change).not.toHaveAttribute('aria-disabled', 'true')
      await expectAccessible()
    })
  })

  const NO_KEYRINGS: [what: string, data: string, expected: RegExp][] = [
    ['text', 'hello', /keyring/i],
    ['incomplete ASCII armor', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQINBE', /armour|keyring/i],
    ['a web page', '<!doctype html><title>Key server</title>', /web page, not a keyring\. Download the key/],
    ['a path', '/usr/share/keyrings/ubuntu.gpg', /file ?name|path/i],
  ]
  test('an invalid keyring is reported at its field, and is kept', async ({
    open,
    source,
    expectConsole,
    expectAccessible,
  }) => {
    expectConsole(/400 .*gateway\/catalogue/, 'it is not a keyring')
    await open('/images/source')
    for (const [what, data, expected] of NO_KEYRINGS) {
      await test.step(what, async () => {
        await source.fill('http://mirror.example.com/other/', { data })
        await expect(source.data).not.toHaveAttribute('aria-invalid', 'true')
        await source.connect.click()
        await expect(source.data).toHaveAttribute('aria-invalid', 'true')
        await expect(source.data).toHaveAccessibleDescription(expected)
        await expect(source.data).toBeFocused()
        await expect(source.data).toHaveValue(data)
        await expect(source.url).toHaveValue('http://mirror.example.com/other/')
        await expect(source.change).toBeHidden()
      })
    }
    await expectAccessible()

    await test.step('a filename together with keyring data is refused in MAAS’s words', async () => {
      await source.fill('http://mirror.example.com/other/', {
        filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
        data: 'aGVsbG8=',
      })
      await source.connect.click()
      await expect(source.data).toHaveAccessibleDescription(
        /Cannot set both keyring path and keyring contents\./,
      )
      await expect(source.read).toBeHidden()
      await expectAccessible()
    })

    await test.step('without any keyring, Ubuntu’s own is offered', async () => {
      await source.fill('http://mirror.example.com/other/', { filename: '' })
      await source.connect.click()
      await expect(source.filename).toHaveAccessibleDescription(/MAAS needs a keyring/)
      await source.dialog.getByRole('button', { name: 'Use Ubuntu’s keyring' }).click()
      await expect(source.filename).toHaveValue('/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg')
    })
  })
})

test('addresses that cannot be used are refused at their field, before anything is read', async ({
  page,
  open,
  source,
}) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await open('/images/source')
  for (const [typed, expected] of [
    ['ftp://mirror.example.com/', /not over ftp/],
    ['http://mirror/', /without a dot/],
    ['http://me:secret@mirror.example.com/', /no user name or password/],
    ['/srv/mirror', /a path, not an address/],
    ['', /Enter the address/],
  ] as const) {
    await test.step(typed, async () => {
      await source.fill(typed)
      await source.connect.click()
      await expect(source.url).toHaveAccessibleDescription(expected)
      await expect(source.url).toHaveAttribute('aria-invalid', 'true')
      await expect(source.url).toBeFocused()
      await expect(source.url).toHaveValue(typed)
    })
  }
  expect(asked.filter((url) => /\/gateway\/catalogue(\?|$)/.test(url))).toEqual([])

  await test.step('for a pasted product file, the root of the stream is suggested', async () => {
    await source.fill('http://mirror.example.com/ubuntu/streams/v1/com.ubuntu.maas:stable:v3:download.sjson')
    await source.connect.click()
    await expect(source.url).toHaveAccessibleDescription(/products file of a stream, not its index/)
    await source.dialog.getByRole('button', { name: 'http://mirror.example.com/ubuntu/' }).click()
    await expect(source.url).toHaveValue('http://mirror.example.com/ubuntu/')
    await source.connects()
    await expect(source.change).toBeVisible()
  })

  await test.step('the source in use is not a change', async () => {
    await source.maasIo.check()
    await source.connects()
    await expect(source.dialog.getByText('This source is already in use with the same keyring')).toBeVisible()
    await expect(source.change).toHaveAttribute('aria-disabled', 'true')
  })
})

test.describe('a region with two sources', () => {
  test.use({ scenario: 'two-sources' })

  test('an address that the region already has is refused, with or without a slash at its end', async ({
    open,
    source,
    region,
  }) => {
    const before = stateOf(region)
    await open('/sources/add')
    for (const typed of ['http://mirror.example.com/ubuntu', 'http://mirror.example.com/ubuntu/']) {
      await test.step(typed, async () => {
        await source.fill(typed)
        await expect(source.change).toBeHidden()
        await source.connects()
        await expect(source.dialog.getByText('The region already has this source')).toBeVisible()
        await expect(source.change).toHaveAttribute('aria-disabled', 'true')
        await source.change.click({ force: true })
        expect(stateOf(region)).toEqual(before)
      })
    }

    await test.step('an address without a slash at its end can become two sources', async () => {
      await source.fill('http://mirror.example.com/plain')
      await expect(source.change).toBeHidden()
      await source.connects()
      await expect(source.dialog.getByRole('list', { name: 'About the address' })).toContainText(
        'with and without a slash at the end as two sources',
      )
    })
  })
})
