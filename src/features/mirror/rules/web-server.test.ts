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
  expect(text).toContain(listen.replace(' ', ' [::]:'))
  expect(text).toContain(location)
  expect(text).toContain('alias "/srv/maas images/";')
  expect(text.includes('ssl_certificate ')).toBe(url.startsWith('https:'))
})

test.each([
  ['http://mirror.example.com/', '<VirtualHost *:80>', '/'],
  ['https://mirror.example.com/maas/', '<VirtualHost *:443>', '/maas/'],
  ['http://mirror.example.com:8080/', 'Listen 8080\n<VirtualHost *:8080>', '/'],
])('Apache serves %s as a host of its own', (url, start, path) => {
  const tls = url.startsWith('https:')
    ? `    SSLEngine on
    SSLCertificateFile /etc/ssl/certs/mirror.example.com.pem
    SSLCertificateKeyFile /etc/ssl/private/mirror.example.com.key
`
    : ''
  expect(apacheSnippet(place(url))).toBe(`${start}
    ServerName mirror.example.com
${tls}    Alias "${path}" "/srv/maas images/"
    <Directory "/srv/maas images/">
        Require all granted
        Options -Indexes +FollowSymLinks
        AllowOverride None
        SetEnv no-gzip 1
    </Directory>
</VirtualHost>
`)
})
