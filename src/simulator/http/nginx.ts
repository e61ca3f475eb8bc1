/*
 * The answers of the web server in front of a MAAS. Taken from MAAS's nginx template; the pages are those of
 * nginx.
 */

const REASONS = {
  301: '301 Moved Permanently',
  400: '400 Bad Request',
  405: '405 Not Allowed',
  413: '413 Request Entity Too Large',
  502: '502 Bad Gateway',
}

/** It accepts bodies of at most 10 MB. */
export const LARGEST_BODY = 10 * 1024 * 1024

export function nginxPage(status: keyof typeof REASONS, headers: Record<string, string> = {}): Response {
  const title = REASONS[status]
  const lines = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '<hr><center>nginx</center>',
    '</body>',
    '</html>',
    '',
  ]
  return new Response(lines.join('\r\n'), { status, headers: { 'Content-Type': 'text/html', ...headers } })
}

/** The answer to a request that does not reach MAAS; null if it does. */
export function nginxAnswer(method: string, target: string): Response | null {
  const [path = ''] = target.split('?')
  if (method === 'TRACE') return nginxPage(405)
  if (!path.startsWith('/') || /%(?![0-9a-f]{2})|%00/i.test(path)) return nginxPage(400)
  if (/^\/+(?:MAAS\/*)?$/.test(path)) return nginxPage(301, { Location: '/MAAS/r/' })
  return null
}
