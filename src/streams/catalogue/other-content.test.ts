import { describe, expect, test } from 'vitest'
import { bucketError, whatBucketSays, whatBytesAre, whatTextIs } from './other-content.ts'

const WAY = {
  asked: 'http://mirror.example.com/streams/v1/index.sjson',
  from: 'http://mirror.example.com/streams/v1/index.sjson',
}
const XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
const bytes = (...values: number[]) => Uint8Array.from([...values, ...Array<number>(20).fill(7)])
const UNKNOWN = 'it is not known'
const text = (content: string) => new TextEncoder().encode(content)

test.each<[string, Uint8Array, string | null]>([
  ['gzip', bytes(0x1f, 0x8b, 0x08), 'gzip-compressed'],
  ['xz', bytes(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00), 'xz-compressed'],
  ['bzip2', text('BZh91AY&SY'), 'bzip2-compressed'],
  ['zstd', bytes(0x28, 0xb5, 0x2f, 0xfd), 'zstd-compressed'],
  ['zip', text('PK\u0003\u0004'), 'ZIP archive'],
  ['an empty zip', text('PK\u0005\u0006'), 'ZIP archive'],
  ['7z', bytes(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c), '7z archive'],
  ['UTF-16 of PowerShell', bytes(0xff, 0xfe, 0x7b, 0x00), 'UTF-16 text'],
  ['nothing', new Uint8Array(), 'an empty file'],
  ['JSON', text('{}'), null],
  ['JSON behind a byte order mark', text('\uFEFF{}'), null],
  ['a signed file', text('-----BEGIN PGP SIGNED MESSAGE-----'), null],
  ['other bytes', bytes(0x1f, 0x00), null],
])('bytes of %s are recognized', (_, content, what) => {
  expect(whatBytesAre(content) ?? UNKNOWN).toContain(what ?? UNKNOWN)
})

test('for compressed bytes the text names the command that unpacks them on the mirror', () => {
  expect(whatBytesAre(bytes(0x1f, 0x8b, 0x08))).toBe(
    'is gzip-compressed. MAAS does not unpack it, and the server does not announce it as compressed. Unpack the file on the mirror (gunzip).',
  )
})

test.each<[string, string, string | null]>([
  ['NUL bytes only', '\0'.repeat(512), 'consists of NUL bytes: the copy is broken'],
  ['JSON with NUL bytes at its end', '{"a": 1,\n\0\0\0\0', 'contains NUL bytes: the copy is broken'],
  ['blanks', ' \n ', 'contains no text'],
  ['a web page', '<!DOCTYPE html><title>Welcome</title>', 'is a web page'],
  ['a page behind a byte order mark', '\uFEFF\n<html>', 'is a web page'],
  ['an XHTML page', `${XML}<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml">`, 'is a web page'],
  ['other XML', `${XML}<rss version="2.0"/>`, 'is an XML file'],
  [
    'the list of an S3 bucket',
    `${XML}<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>images</Name>`,
    'is the file list of a storage bucket',
  ],
  [
    'the list without a declaration',
    '<ListBucketResult><Name>images</Name>',
    'file list of a storage bucket',
  ],
  ['the list of an Azure container', `${XML}<EnumerationResults ServiceEndpoint="https://x/">`, 'file list'],
  [
    'an error of a bucket',
    `${XML}<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>`,
    'is an error message of a storage bucket. It does not contain this file, or does not allow public access',
  ],
  ['a listing of nginx', '<html>\r\n<head><title>Index of /maas/</title></head>', 'is a directory listing'],
  [
    'a listing of Apache',
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<html>\n <head>\n  <title>Index of /maas</title>',
    'is a directory listing',
  ],
  [
    'a listing of Python',
    '<!DOCTYPE HTML>\n<html lang="en">\n<head>\n<title>Directory listing for /maas/</title>',
    'is a directory listing',
  ],
  ['a password field', '<html><form><input name="p" type="password">', 'is a login page'],
  ['a password field without quotes', '<html><INPUT TYPE=password>', 'is a login page'],
  ['a form that leads to a login', '<html><form method=post action="/users/sign_in">', 'is a login page'],
  ['a title that says so', '<html><title>Log in - Artifactory</title>', 'is a login page'],
  [
    'a captive portal',
    '<html><!-- <WISPAccessGatewayParam> --><title>Hotspot</title><input type="password">',
    'is the page of a captive portal',
  ],
  ['a detached signature', '-----BEGIN PGP SIGNATURE-----\n', 'is a detached signature'],
  ['a key', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n', 'is a public key'],
  ['JSON', '{"a":', null],
  ['other text', 'hello', null],
])('a text of %s is recognized', (_, content, what) => {
  expect(whatTextIs(content, WAY) ?? UNKNOWN).toContain(what ?? UNKNOWN)
})

describe('a page that a redirect led to', () => {
  test.each([
    ['/login?next=/streams', true],
    ['/users/sign_in', true],
    ['/oauth2/authorize', true],
    ['/auth/realms/x', true],
    ['/saml2/sso', true],
    ['/author/images', false],
    ['/blogs/index.html', false],
  ])('at %s is a login: %s', (path, login) => {
    const from = `https://idp.example.com${path}`
    expect(whatTextIs('<html>', { ...WAY, from })).toContain(login ? 'is a login page' : 'is a web page')
  })

  test('without a redirect the address does not make a page a login page', () => {
    const way = { asked: 'http://a.example.com/login/x', from: 'http://a.example.com/login/x' }
    expect(whatTextIs('<html>', way)).toContain('is a web page')
  })
})

test.each([
  [`${XML}<Error><Code>NoSuchKey</Code>`, 'NoSuchKey'],
  ['\uFEFF<?xml version="1.0"?><Error><Code>ResourceNotFound</Code>', 'ResourceNotFound'],
  ['<Error><Code><b>x</b></Code>', null],
  ['<Error><Code>not a code</Code>', null],
  ['<html><Error><Code>NoSuchKey</Code>', null],
  ['', null],
])('the error code of a bucket is found in %j: %s', (content, code) => {
  expect(bucketError(content)).toBe(code)
})

test.each([
  ['NoSuchKey', 'does not contain this file'],
  ['NoSuchBucket', 'no bucket of this name'],
  ['PublicAccessNotPermitted', 'make the files publicly readable'],
])('the code %s is explained with what to do: %s', (code, words) => {
  expect(whatBucketSays(code)).toContain(words)
})

test('no text that a server sends is repeated', () => {
  expect(whatBucketSays('SECRET')).not.toContain('SECRET')
  for (const content of [
    '<html>SECRET',
    '\0SECRET',
    `<Error><Code>SECRET</Code>`,
    '<title>Index of SECRET',
  ]) {
    expect(whatTextIs(content, WAY)).not.toContain('SECRET')
  }
})

test('a page that is crafted to be slow is recognized in time', () => {
  const started = performance.now()
  for (const part of ['<input ', '<form action=', '<title>', '<?xml ', '<Error>', ' ']) {
    whatTextIs(`<${part.repeat(200_000)}`, WAY)
    whatTextIs(`<?xml ${part.repeat(200_000)}`, WAY)
  }
  expect(performance.now() - started).toBeLessThan(2_000)
})
