import { filterText } from '#streams/mirror/filter.ts'
import type { MirrorRun } from '#streams/mirror/runs.ts'
import { maasIoStream } from '#selections/maas-io.ts'
import type { MirrorSettings } from './settings.ts'
import { continued, writes } from './shell.ts'
import { quote } from '#lib/text/shell-text.ts'

/** What is mirrored: from where, and the runs of sstream-mirror. */
export type MirrorSource = { readonly url: string; readonly runs: readonly MirrorRun[] }

/** The address from which the mirror is made: maas.io over https, as MAAS's documentation has it. */
export function upstreamUrl(url: string): string {
  const secure = maasIoStream(url) ? url.replace(/^http:/i, 'https:') : url
  // without the slash, sstream-mirror tries the address without it first
  return secure.replace(/\/*$/, '/')
}

/** The variables of MAAS's documentation. */
export const variables = ({ url }: Pick<MirrorSource, 'url'>, { keyring, folder }: MirrorSettings): string =>
  [
    `KEYRING_FILE=${quote(keyring)}`,
    `IMAGE_SRC=${quote(upstreamUrl(url))}`,
    `IMAGE_DIR=${quote(folder)}`,
  ].join('\n')

type Way = { readonly sudo?: boolean; readonly progress?: boolean; readonly dryRun?: boolean }

/** The commands of sstream-mirror, one for each run. They read the variables. */
export const mirrorCommands = (
  { runs }: Pick<MirrorSource, 'runs'>,
  { versions }: MirrorSettings,
  { sudo = true, progress = true, dryRun = false }: Way = {},
): string =>
  runs
    .map((run) =>
      continued(
        `${sudo ? 'sudo ' : ''}sstream-mirror --keyring="$KEYRING_FILE" "$IMAGE_SRC" "$IMAGE_DIR"`,
        run.map((filter) => quoteAlways(filterText(filter))).join(' '),
        [`--max=${versions}`, progress && '--progress', dryRun && '--dry-run'].filter(Boolean).join(' '),
      ),
    )
    .join('\n')

/** Filters are quoted, as in MAAS's documentation. */
const quoteAlways = (text: string) => (quote(text) === text ? `'${text}'` : quote(text))

/** A script for cron and systemd: the same commands, with their variables, which stops at the first error. */
export const updateScript = (source: MirrorSource, settings: MirrorSettings): string =>
  [
    '#!/bin/sh',
    '# Updates the mirror of MAAS images. Made by MAAS Images.',
    'set -eu',
    variables(source, settings),
    mirrorCommands(source, settings, { sudo: false, progress: false }),
    '',
  ].join('\n')

export const SCRIPT = '/usr/local/sbin/maas-image-mirror'

export const installScript = (source: MirrorSource, settings: MirrorSettings): string =>
  `${writes(SCRIPT, updateScript(source, settings))}\nsudo chmod 755 ${SCRIPT}`

export const CRON = writes('/etc/cron.d/maas-image-mirror', `17 3 * * * root ${SCRIPT}\n`)

const SERVICE = `[Unit]
Description=Update the mirror of MAAS images
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=${SCRIPT}
`
const TIMER = `[Unit]
Description=Update the mirror of MAAS images every day

[Timer]
OnCalendar=*-*-* 03:17:00
RandomizedDelaySec=30min
Persistent=true

[Install]
WantedBy=timers.target
`
export const SYSTEMD = [
  writes('/etc/systemd/system/maas-image-mirror.service', SERVICE),
  writes('/etc/systemd/system/maas-image-mirror.timer', TIMER),
  'sudo systemctl daemon-reload',
  'sudo systemctl enable --now maas-image-mirror.timer',
].join('\n')

const TARBALL = 'maas-images.tar'

/** Packs the mirror, with its hidden folder .data, and a checksum. */
export const PACK = [
  `tar --create --file ${TARBALL} --directory "$IMAGE_DIR" .`,
  `sha256sum ${TARBALL} > ${TARBALL}.sha256`,
].join('\n')

/** Unpacks it on the machine that serves it, if the checksum is right. */
export const unpack = ({ folder }: Pick<MirrorSettings, 'folder'>): string =>
  [
    `IMAGE_DIR=${quote(folder)}`,
    `sha256sum --check ${TARBALL}.sha256 &&`,
    '  sudo mkdir -p "$IMAGE_DIR" &&',
    `  sudo tar --extract --file ${TARBALL} --directory "$IMAGE_DIR"`,
  ].join('\n')
