import type { MirrorSettings } from './settings.ts'

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
 * A file for the folder /etc/nginx/conf.d. Image files are served as they are: a compressed answer has no length, and
 * then no one can see from outside that a file is incomplete.
 */
export function nginxSnippet(place: Place): string {
  const { host, port, path, folder, isSecure } = partsOf(place)
  const tls = isSecure
    ? `    ssl_certificate     /etc/ssl/certs/${host}.pem;\n    ssl_certificate_key /etc/ssl/private/${host}.key;\n`
    : ''
  return `server {
    listen ${port}${isSecure ? ' ssl' : ''};
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

/** A file for the folder /etc/apache2/conf-available, or a virtual host if the port or TLS needs one. */
export function apacheSnippet(place: Place): string {
  const { path, folder, port, host, isSecure } = partsOf(place)
  const alias = `Alias "${path}" "${folder}"
<Directory "${folder}">
    Require all granted
    Options -Indexes +FollowSymLinks
    AllowOverride None
    SetEnv no-gzip 1
</Directory>
`
  if (port === '80') return alias
  const tls = isSecure
    ? `SSLEngine on
SSLCertificateFile /etc/ssl/certs/${host}.pem
SSLCertificateKeyFile /etc/ssl/private/${host}.key
`
    : ''
  // Apache's own ports.conf has 443, and the same port twice is an error
  const listen = port === '443' ? '' : `Listen ${port}\n`
  return `${listen}<VirtualHost *:${port}>
    ServerName ${host}
${indented(tls + alias)}</VirtualHost>
`
}

const indented = (text: string) => text.replaceAll(/^(?=.)/gm, '    ')
