import { expect, test } from 'vitest'
import { apacheSnippet, nginxSnippet } from './web-server.ts'

const place = (url: string, folder = '/srv/maas images') => ({ url, folder })

test.each([
  ['http://mirror.example.com/maas/', 'listen 80;', 'location "/maas/" {'],
  ['http://192.0.2.7:8080/', 'listen 8080;', 'location "/" {'],
  ['https://mirror.example.com/a%20b/', 'listen 443 ssl;', 'location "/a b/" {'],
  ['http://mirror.example.com/a%22b/', 'listen 80;', 'location "/a%22b/" {'],
])('nginx serves %s', (url, listen, location) => {
  const text = nginxSnippet(place(url))
  expect(text).toContain(listen)
  expect(text).toContain(location)
  expect(text).toContain('alias "/srv/maas images/";')
  expect(text.includes('ssl_certificate ')).toBe(url.startsWith('https:'))
})

test('Apache serves port 80 by an alias, and other ports by a virtual host', () => {
  const alias = apacheSnippet(place('http://mirror.example.com/maas/'))
  expect(alias).toMatch(/^Alias "\/maas\/" "\/srv\/maas images\/"\n<Directory "\/srv\/maas images\/">/)
  const host = apacheSnippet(place('https://mirror.example.com/maas/'))
  expect(host).toMatch(/^<VirtualHost \*:443>\n {4}ServerName mirror\.example\.com\n {4}SSLEngine on/)
  expect(host).toContain('\n    Alias "/maas/" "/srv/maas images/"\n')
  expect(apacheSnippet(place('http://mirror.example.com:8080/'))).toMatch(
    /^Listen 8080\n<VirtualHost \*:8080>\n {4}ServerName mirror\.example\.com\n {4}Alias/,
  )
})
