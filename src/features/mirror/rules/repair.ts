import type { BadFile } from '#contract/mirror.ts'
import { upstreamUrl } from './commands.ts'
import type { MirrorSettings } from './settings.ts'
import { quote } from '#lib/text/shell-text.ts'

/** Whether a file can be downloaded again: upstream lists the same one, and its path needs no escapes in a URL. */
const isRepairable = ({ upstream, state, sha256, path }: BadFile) =>
  upstream && state !== 'unclear' && /^[\da-f]{64}$/.test(sha256) && /^[\w+,./:@~-]+$/.test(path)

/**
 * Downloads files of a mirror again and compares their checksums; null: there are none. sstream-mirror itself does not
 * repair a mirror: it keeps a file that is there whatever its size, and its records say that a lost file is there.
 */
export function repairScript(
  bad: readonly BadFile[],
  { url }: { readonly url: string },
  { folder }: Pick<MirrorSettings, 'folder'>,
): string | null {
  const files = bad.filter(isRepairable)
  if (files.length === 0) return null
  return [
    `IMAGE_SRC=${quote(upstreamUrl(url))}`,
    `IMAGE_DIR=${quote(folder)}`,
    FETCH,
    ...files.map(({ sha256, path }) => `fetch ${sha256} ${quote(path)}`),
  ].join('\n')
}

/**
 * Downloads one file as root: only root can write the folder, and perhaps read it. The umask keeps new folders and files
 * readable for the web server. A file with another checksum is removed.
 */
const FETCH = `fetch() {
  (
    umask 022
    part="$IMAGE_DIR/$2.part"
    sudo mkdir -p "$(dirname "$part")" &&
    sudo curl --fail --location --silent --show-error --output "$part" "$IMAGE_SRC$2" &&
    echo "$1  $part" | sudo sha256sum --check --quiet - &&
    sudo mv "$part" "$IMAGE_DIR/$2" && echo "Repaired $2" || { sudo rm -f "$part"; exit 1; }
  )
}`

/** Bad files that the script leaves out, because upstream no longer lists such a file, or its state is not known. */
export const notRepaired = (bad: readonly BadFile[]): number =>
  bad.filter((file) => !isRepairable(file)).length
