import { comment, quote } from '#lib/text/shell-text.ts'
import { OAUTH } from '#show-as/print/oauth.ts'
import type { UploadTarget } from '#features/upload/engine/upload.ts'

/* The same upload with other programs. The key is never on a command line. */

const FILE = ': "${FILE:?Set FILE to the path of the image file.}"'

const fieldsOf = ({ name, title, architecture, filetype, base_image }: UploadTarget) =>
  Object.entries({ name, title, architecture, filetype, base_image }).filter(([, value]) => value !== '')

/** MAAS's command line: it sends the file in chunks itself. */
export function maasUpload(target: UploadTarget): string {
  const fields = fieldsOf(target).map(([name, value]) => quote(`${name}=${value}`))
  return `${[
    '(',
    'set -eu',
    comment(
      'Log in first: maas login PROFILE http://maas.example.com:5240/MAAS, then set PROFILE to that name.',
    ),
    ': "${PROFILE:?Set PROFILE to the name that you gave to maas login.}"',
    FILE,
    `maas "$PROFILE" boot-resources create ${fields.join(' ')} content@="$FILE"`,
    ')',
  ].join('\n')}\n`
}

/** curl, chunk by chunk, each with a signature of its own. */
export function curlUpload(target: UploadTarget): string {
  const fields = fieldsOf(target).map(([name, value]) => `--form-string ${quote(`${name}=${value}`)}`)
  const curl = 'oauth | curl --fail-with-body --silent --show-error --header @-'
  return `${[
    '(',
    'set -eu',
    ...OAUTH,
    FILE,
    comment('Announce the file. This needs jq.'),
    'size=$(wc -c < "$FILE")',
    'sha256=$(sha256sum < "$FILE" | cut -d " " -f 1)',
    `answer=$(${curl} ${fields.join(' ')} --form-string "sha256=$sha256" --form-string "size=$size" "$MAAS_URL/api/2.0/boot-resources/") || { printf '%s\\n' "$answer" >&2; exit 1; }`,
    "uri=$(printf '%s\\n' \"$answer\" | jq -er '[.sets[].files[].upload_uri // empty][0]')",
    comment('Send it in chunks of 4 MiB.'),
    'chunk=0',
    'while [ $((chunk * 4194304)) -lt "$size" ]; do',
    '  dd if="$FILE" bs=4194304 skip="$chunk" count=1 2>/dev/null > "$FILE.chunk"',
    `  ${curl} --request PUT --header 'Content-Type: application/octet-stream' --data-binary @"$FILE.chunk" "\${MAAS_URL%/MAAS*}$uri"`,
    '  chunk=$((chunk + 1))',
    'done',
    'rm -f "$FILE.chunk"',
    ')',
  ].join('\n')}\n`
}
