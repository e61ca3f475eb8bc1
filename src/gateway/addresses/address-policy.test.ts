import { expect, test } from 'vitest'
import { createAddressPolicy, NotAllowed, type Resolved } from './address-policy.ts'
import { readRule } from './stream-rule.ts'

const family = (address: string) => (address.includes(':') ? 6 : 4)
const resolved = (...addresses: string[]) =>
  addresses.map((address) => ({ address, family: family(address) }))

type Given = { allow?: string[]; deny?: string[]; names?: Record<string, string[]> }
function policyOf({ allow = [], deny = [], names = {} }: Given = {}) {
  return createAddressPolicy({
    allow,
    deny,
    resolve: async (name): Promise<readonly Resolved[]> => resolved(...(names[name] ?? [])),
  })
}

/** The addresses for a connection to this URL, or why there are none. */
function lookUp(policy: ReturnType<typeof policyOf>, address: string, all = true) {
  const url = new URL(address)
  policy.check(url)
  return new Promise<unknown>((resolve, reject) => {
    policy.lookupFor(url)(url.hostname, { all }, (error, found, kind) => {
      if (error) reject(error)
      else resolve(all ? found : [found, kind])
    })
  })
}

test.each([
  'http://images.maas.io/ephemeral-v3/stable/',
  'https://images.maas.io:8443/',
  'http://8.8.8.8/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.1.1:8080/',
  'http://100.64.0.1/',
  'http://[fc00::1]/',
  'http://[fd12:3456::1]/',
  'http://[2001:db8::1]/',
  'http://[2606:4700::1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://[64:ff9b::8.8.8.8]/',
  'http://[2002:808:808::1]/',
])('sources may be read from %s', (url) => {
  expect(() => policyOf().check(new URL(url))).not.toThrow()
})

test.each([
  ['http://127.0.0.1/', '127.0.0.1, this machine itself'],
  ['http://127.255.255.254/', 'this machine itself'],
  ['http://2130706433/', '127.0.0.1, this machine itself'],
  ['http://0x7f000001/', '127.0.0.1'],
  ['http://0x7f.1/', '127.0.0.1'],
  ['http://0177.0.0.1/', '127.0.0.1'],
  ['http://017700000001/', '127.0.0.1'],
  ['http://127.1/', '127.0.0.1'],
  ['http://127.0.0.1./', '127.0.0.1'],
  ['http://%31%32%37.0.0.1/', '127.0.0.1'],
  ['http://①②⑦.⓪.⓪.①/', '127.0.0.1'],
  ['http://127。0。0。1/', '127.0.0.1'],
  ['http://0/', '0.0.0.0, this machine itself'],
  ['http://0.1.2.3/', 'this machine itself'],
  ['http://[::]/', '::, this machine itself'],
  ['http://[::1]/', '::1, this machine itself'],
  ['http://[0:0:0:0:0:0:0:1]:8080/', 'this machine itself'],
  ['http://[::ffff:127.0.0.1]/', 'this machine itself'],
  ['http://[::ffff:7f00:1]/', 'this machine itself'],
  ['http://[::127.0.0.1]/', 'this machine itself'],
  ['http://[::ffff:0:127.0.0.1]/', 'this machine itself'],
  ['http://[64:ff9b::127.0.0.1]/', 'this machine itself'],
  ['http://[64:ff9b:1::7f00:1]/', 'this machine itself'],
  ['http://[2002:7f00:1::]/', 'this machine itself'],
  ['http://169.254.169.254/latest/meta-data/', "a cloud's metadata service"],
  ['http://0xa9fea9fe/', "a cloud's metadata service"],
  ['http://[::ffff:a9fe:a9fe]/', "a cloud's metadata service"],
  ['http://[64:ff9b::a9fe:a9fe]/', "a cloud's metadata service"],
  ['http://[2002:a9fe:a9fe::1]/', "a cloud's metadata service"],
  ['http://[fd00:ec2::254]/', "a cloud's metadata service"],
  ['http://[fd00:c1::a9fe:a9fe]/', "a cloud's metadata service"],
  ['http://[fd00:42::42]/', "a cloud's metadata service"],
  ['http://100.100.100.200/', "a cloud's metadata service"],
  ['http://169.254.1.1/', 'a link-local address'],
  ['http://[fe80::1]/', 'a link-local address'],
  ['http://[febf::1]/', 'a link-local address'],
  ['http://224.0.0.1/', 'a multicast address'],
  ['http://[ff02::1]/', 'a multicast address'],
  ['http://255.255.255.255/', 'a broadcast or reserved address'],
  ['http://[2001::1]/', 'a tunnel to another address'],
  ['ftp://images.example.com/', 'is not an http or https address'],
  ['file:///etc/passwd', 'is not an http or https address'],
  ['gopher://127.0.0.1/', 'is not an http or https address'],
])('%s is refused: %s', (url, message) => {
  const check = () => policyOf().check(new URL(url))
  expect(check).toThrow(NotAllowed)
  expect(check).toThrow(message)
})

test('a refusal names the address, the reason and the option', () => {
  expect(() => policyOf().check(new URL('http://0x7f.1:8080/x'))).toThrow(
    'http://127.0.0.1:8080/x leads to 127.0.0.1, this machine itself. The gateway does not read boot sources from there. To allow it, start the gateway with --stream-allow 127.0.0.1:8080.',
  )
  expect(() => policyOf({ deny: ['*.example.com'] }).check(new URL('http://a.example.com/'))).toThrow(
    'http://a.example.com/: a.example.com is denied by --stream-deny *.example.com. To allow it, start the gateway with --stream-allow a.example.com.',
  )
})

test('an address with a user name or password is refused, and the message does not repeat them', () => {
  const check = () => policyOf().check(new URL('http://admin:hunter2@mirror.example.com/'))
  expect(check).toThrow('http://mirror.example.com/ contains a user name or password')
  expect(check).not.toThrow('hunter2')
})

test('a name that resolves to this machine is refused', async () => {
  const names = {
    'rebind.example.com': ['127.0.0.1'],
    'meta.example.com': ['fe80::1%eth0', '169.254.169.254'],
  }
  await expect(lookUp(policyOf({ names }), 'http://rebind.example.com/')).rejects.toThrow(
    'http://rebind.example.com/ leads to 127.0.0.1, this machine itself',
  )
  await expect(lookUp(policyOf({ names }), 'http://meta.example.com/')).rejects.toThrow(NotAllowed)
})

test('only the allowed addresses of a name are used', async () => {
  const policy = policyOf({ names: { 'mirror.lan': ['::1', '127.0.0.1', '10.0.0.7', 'fd00::7'] } })
  expect(await lookUp(policy, 'http://mirror.lan/')).toEqual(resolved('10.0.0.7', 'fd00::7'))
  expect(await lookUp(policy, 'http://mirror.lan/', false)).toEqual(['10.0.0.7', 4])
})

test('a name without an address is reported as not found', async () => {
  await expect(lookUp(policyOf(), 'http://nowhere.example.com/')).rejects.toMatchObject({ code: 'ENOTFOUND' })
})

test.each([
  [['127.0.0.1'], [], 'http://127.0.0.1:1234/', true],
  [['127.0.0.1:1234'], [], 'http://127.0.0.1:1234/', true],
  [['127.0.0.1:1234'], [], 'http://127.0.0.1:1235/', false],
  [['127.0.0.1:80'], [], 'http://127.0.0.1/', true],
  [['127.0.0.1:443'], [], 'https://127.0.0.1/', true],
  [['127.0.0.0/8'], [], 'http://127.9.9.9/', true],
  [['127.0.0.1'], [], 'http://[::ffff:127.0.0.1]/', true],
  [['[::1]:8080'], [], 'http://[::1]:8080/', true],
  [['::1'], [], 'http://[::1]:8080/', true],
  [['::1'], [], 'http://127.0.0.1/', false],
  [[], ['10.0.0.0/8'], 'http://10.1.2.3/', false],
  [[], ['10.0.0.0/8'], 'http://[::ffff:10.1.2.3]/', false],
  [['10.1.2.3'], ['10.0.0.0/8'], 'http://10.1.2.3/', true],
  [[], ['*'], 'http://8.8.8.8/', false],
  [[], ['mirror.example.com'], 'http://MIRROR.example.com./', false],
  [[], ['mirror.example.com:81'], 'http://mirror.example.com/', true],
  [[], ['*.example.com'], 'http://example.com/', true],
  [[], ['*.example.com'], 'http://notexample.com/', true],
  [['a.example.com'], ['*.example.com'], 'http://a.example.com/', true],
  [[], ['bücher.example'], 'http://xn--bcher-kva.example/', false],
])('with allow %j and deny %j, whether %s may be read from is %s', (allow, deny, url, may) => {
  const check = () => policyOf({ allow, deny }).check(new URL(url))
  const answered = () => {
    try {
      check()
      return true
    } catch (error) {
      if (error instanceof NotAllowed) return false
      throw error
    }
  }
  expect(answered()).toBe(may)
})

test('allowing a name allows its addresses even in a denied range, but no other name', async () => {
  const names = { 'mirror.lan': ['127.0.0.1'], 'other.lan': ['127.0.0.1'], 'third.lan': ['10.0.0.1'] }
  const policy = policyOf({ names, allow: ['mirror.lan'], deny: ['*'] })
  expect(await lookUp(policy, 'http://mirror.lan/')).toEqual(resolved('127.0.0.1'))
  await expect(lookUp(policy, 'http://other.lan/')).rejects.toThrow('denied by --stream-deny *')
  await expect(lookUp(policy, 'http://third.lan/')).rejects.toThrow('denied by --stream-deny *')
})

test.each([
  '',
  'http://mirror.lan/',
  'mirror.lan/streams',
  'mirror.lan:0',
  'mirror.lan:99999',
  'mirror.lan:x',
  'user@mirror.lan',
  '10.0.0.0/33',
  'fd00::/129',
  'mirror/8',
  '10.0.0.*',
  '*.10.0.0.1',
  '*.*',
  'fe80::1%eth0',
  'two hosts',
])('"%s" is not a valid entry of a list', (text) => {
  expect(readRule(text)).toEqual({
    wrong: expect.stringContaining('is not a valid entry. Use a host, host:port'),
  })
  expect(() => createAddressPolicy({ allow: [text], deny: [] })).toThrow(`"${text}" is not a valid entry`)
})
