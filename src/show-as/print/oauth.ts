import { comment } from '#lib/text/shell-text.ts'

/**
 * Shell lines that define `oauth`, which prints the OAuth 1.0 PLAINTEXT header of one request. `printf` is built into
 * the shell, so the key is never in a process list.
 */
export const OAUTH: readonly string[] = [
  comment('MAAS_URL is the address of MAAS, such as http://maas.example.com:5240/MAAS.'),
  comment('MAAS_API_KEY is an API key of an administrator: consumer:token:secret.'),
  ': "${MAAS_URL:?Set MAAS_URL to the address of MAAS.}"',
  ': "${MAAS_API_KEY:?Set MAAS_API_KEY to an API key.}"',
  'oauth() {',
  `  printf 'Authorization: OAuth oauth_version="1.0", oauth_signature_method="PLAINTEXT"'`,
  `  printf ', oauth_consumer_key="%s"' "\${MAAS_API_KEY%%:*}"`,
  '  key=${MAAS_API_KEY#*:}',
  `  printf ', oauth_token="%s", oauth_signature="%%26%s"' "\${key%%:*}" "\${key#*:}"`,
  `  printf ', oauth_nonce="%s"' "$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')"`,
  `  printf ', oauth_timestamp="%s"\\n' "$(date +%s)"`,
  '}',
]
