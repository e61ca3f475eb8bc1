/** A part is a text, or a file as its bytes. */
export type Part = [name: string, value: string | number[]]

/** A multipart body with every part in base64, as the `maas` command and python-libmaas send it. */
export function base64Body(parts: readonly Part[]): { raw: string; type: string } {
  // as recorded: without parts there is an empty line between the two boundaries
  const lines = parts.length === 0 ? ['--boundary', ''] : parts.flatMap(partLines)
  return {
    raw: [...lines, '--boundary--', ''].join('\r\n'),
    type: 'multipart/form-data; boundary="boundary"',
  }
}

function partLines([name, value]: Part): string[] {
  const isText = typeof value === 'string'
  return [
    '--boundary',
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: form-data; name="${name}"${isText ? '' : `; filename="${name}"`}`,
    'MIME-Version: 1.0',
    `Content-Type: ${isText ? 'text/plain; charset="utf-8"' : 'application/octet-stream'}`,
    '',
    Buffer.from(isText ? [...new TextEncoder().encode(value)] : value).toString('base64'),
    '',
  ]
}
