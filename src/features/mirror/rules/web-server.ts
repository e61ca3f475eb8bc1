import type { MirrorSettings } from './settings.ts'
import { writes } from './shell.ts'

type Place = Pick<MirrorSettings, 'url' | 'folder'>

function partsOf({ url, folder }: Place) {
  const { hostname, port, pathname, protocol } = new URL(url)
  return {
    host: hostname,
    port: port || (protocol === 'https:' ? '443' : '80'),
    isSecure: protocol === 'https:',
    // the server compares the path decoded
    path: decoded(pathname),
    folder: `${folder}/`,
  }
}

function decoded(path: string): string {
  try {
    const plain = decodeURIComponent(path)
    return /^[\w+,./:@~ -]+$/.test(plain) ? plain : path
  } catch {
    return path
  }
}

/**
 * A server of nginx, for IPv4 and IPv6. Image files are served as they are: a compressed answer has no length, and
 * then no one can see from outside that a file is incomplete.
 */
export function nginxSnippet(place: Place): string {
  const { host, port, path, folder, isSecure } = partsOf(place)
  const tls = isSecure
    ? `    ssl_certificate     /etc/ssl/certs/${host}.pem;\n    ssl_certificate_key /etc/ssl/private/${host}.key;\n`
    : ''
  const ssl = isSecure ? ' ssl' : ''
  return `server {
    listen ${port}${ssl};
    listen [::]:${port}${ssl};
    server_name ${host};
${tls}
    location "${path}" {
        alias "${folder}";
        default_type application/octet-stream;
        gzip off;
        sendfile on;
    }
}
`
}

/** A virtual host of Apache. With its own name, it does not affect the other sites of the server. */
export function apacheSnippet(place: Place): string {
  const { path, folder, port, host, isSecure } = partsOf(place)
  const tls = isSecure
    ? `    SSLEngine on
    SSLCertificateFile /etc/ssl/certs/${host}.pem
    SSLCertificateKeyFile /etc/ssl/private/${host}.key
`
    : ''
  // Apache's own ports.conf has 80 and 443, and the same port twice is an error
  const listen = port === '80' || port === '443' ? '' : `Listen ${port}\n`
  return `${listen}<VirtualHost *:${port}>
    ServerName ${host}
${tls}    Alias "${path}" "${folder}"
    <Directory "${folder}">
        Require all granted
        Options -Indexes +FollowSymLinks
        AllowOverride None
        SetEnv no-gzip 1
    </Directory>
</VirtualHost>
`
}

/** Writes the configuration of nginx where it is loaded, tests it, and loads it. */
export const nginxCommands = (place: Place): string =>
  [
    writes('/etc/nginx/conf.d/maas-images.conf', nginxSnippet(place)),
    'sudo nginx -t && sudo systemctl reload nginx',
  ].join('\n')

/** Writes the site of Apache, enables it, tests the configuration, and loads it. A new module needs a restart. */
export const apacheCommands = (place: Place): string =>
  [
    writes('/etc/apache2/sites-available/maas-images.conf', apacheSnippet(place)),
    ...(isHttps(place) ? ['sudo a2enmod ssl'] : []),
    'sudo a2ensite maas-images',
    `sudo apache2ctl configtest && sudo systemctl ${isHttps(place) ? 'restart' : 'reload'} apache2`,
  ].join('\n')

/** Whether the web server needs a certificate. */
export const isHttps = ({ url }: Pick<Place, 'url'>): boolean => url.startsWith('https:')
