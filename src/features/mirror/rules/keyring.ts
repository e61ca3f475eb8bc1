import { quote } from '#lib/text/shell-text.ts'

/**
 * Makes a keyring file of the keyring data of a source, which MAAS answers in base64. gpgv, which sstream-mirror runs,
 * reads only binary keyrings: ASCII armor is removed.
 */
export function keyringCommands(path: string, data: string): string {
  const lines = data.replaceAll(/\s/g, '').match(/.{1,76}/g) ?? []
  const binary = isArmored(data) ? ' | gpg --dearmor' : ''
  return [
    `sudo mkdir -p ${quote(path.slice(0, path.lastIndexOf('/')) || '/')}`,
    `base64 -d <<'END_OF_FILE'${binary} | sudo tee ${quote(path)} > /dev/null`,
    ...lines,
    'END_OF_FILE',
    `sudo chmod 644 ${quote(path)}`,
  ].join('\n')
}

// "-----BEGIN PGP" in base64, without its last byte, which the next bytes decide
const isArmored = (data: string) => data.trimStart().startsWith(btoa('-----BEGIN PGP').slice(0, 18))
