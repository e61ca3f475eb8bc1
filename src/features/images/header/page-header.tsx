import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, type ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { importMutation, setConfig } from '#api/images.ts'
import { messageOf } from '#api/client.ts'
import { useCommands } from '#ui/commands/commands.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { rackText } from './rack-text.ts'
import { STOPPED } from '#features/images/rules/state-detail.ts'
import { syncText } from './sync-text.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import { ShowAs } from '#features/images/save/show-as.tsx'
import type { DeletionList } from '#features/images/deletion/use-deletion.ts'
import { useStop } from '#features/images/data/use-stop.ts'

const hints = {
  start:
    'Reads the sources, downloads selected images that are new or have an update, and removes images that are no longer selected.',
  stop: `Stops the running import. If MAAS still reads its sources, it stops when the downloads begin. ${STOPPED}`,
}
/** For a MAAS that syncs each selection separately (3.8). */
const hintsOfSyncs = {
  start: 'Reads the sources, and downloads selected images that are new or have an update.',
  stop: 'Stops the import. Completed images are kept; half-downloaded images are deleted.',
}

const NOT_READ = 'This page has not read the region yet.'

type Props = {
  data: ReturnType<typeof useImages>
  readOnlyReason: string | null
  /** Shown beside the last sync. */
  facts?: ReactNode
  /** Opens the dialog of the selection file. */
  onFile: () => void
  /** Opens the dialog of the default images. */
  onDefaults: () => void
  /** Opens the list in which images are deleted. */
  onDelete: (list: DeletionList) => void
}

/** The boot sources in use, the last and next sync, and the buttons for imports and sources. */
export function PageHeader({ data, readOnlyReason, facts, onFile, onDefaults, onDelete }: Props) {
  const client = useQueryClient()
  const { search } = useLocation()
  const hint = useId()
  const lateness = useId()
  const start = useMutation(importMutation(client, data.syncsSelections))
  const config = useMutation(setConfig(client))
  const { region, images, importing, syncsSelections } = data
  const stop = useStop(
    {
      importing: images.data?.importing,
      lastStarted: region.data?.sync.lastStarted,
      readAt: images.dataUpdatedAt,
      arrivedAt: data.arrivedAt,
    },
    data.owner,
  )
  const racks = rackText(region.data?.racks)
  const { start: startHint, stop: stopHint } = syncsSelections ? hintsOfSyncs : hints
  const auto = region.data?.config.autoImport ?? false
  const autoShown = config.isPending ? config.variables.value : auto
  const failed = start.error ?? stop.error ?? config.error
  const off = region.data ? readOnlyReason : NOT_READ
  const startImport = () => {
    stop.reset()
    start.mutate()
  }
  const stopImport = () => {
    start.reset()
    stop.stop()
  }
  useCommands(() => [
    importing
      ? {
          id: 'stop-import',
          group: 'Actions',
          label: 'Stop import',
          offBecause: stop.stopping ? 'It is stopping.' : off,
          run: stopImport,
        }
      : {
          id: 'import',
          group: 'Actions',
          label: 'Import now',
          keywords: 'sync download',
          offBecause: start.isPending ? 'It is starting.' : off,
          run: startImport,
        },
    {
      id: 'auto-sync',
      group: 'Actions',
      label: autoShown ? 'Switch off automatic sync' : 'Switch on automatic sync',
      offBecause: config.isPending ? 'The setting is being changed.' : off,
      run: () => config.mutate({ name: 'boot_images_auto_import', value: !auto }),
    },
    {
      id: 'selection-file',
      group: 'Actions',
      label: 'Export, import or compare a selection file',
      keywords: 'json',
      offBecause: region.data ? null : NOT_READ,
      run: onFile,
    },
    {
      id: 'default-images',
      group: 'Actions',
      label: 'View or change default images',
      keywords: 'commissioning release default operating system minimum kernel deploy settings',
      offBecause: region.data ? null : NOT_READ,
      run: onDefaults,
    },
    { id: 'delete', group: 'Actions', label: 'Delete images', offBecause: off, run: () => onDelete('all') },
    {
      id: 'not-offered',
      group: 'Actions',
      label: 'Show images that are not offered any more',
      offBecause: off,
      run: () => onDelete('not-offered'),
    },
  ])
  return (
    <header className="page-header">
      <div className="page-header__line">
        <h1 className="p-heading--3">Images</h1>
        <div className="page-header__actions">
          {importing ? (
            <BusyButton
              busy={stop.stopping}
              busyLabel="Stopping…"
              offBecause={off}
              aria-describedby={hint}
              title={stopHint}
              onClick={stopImport}
            >
              Stop import
            </BusyButton>
          ) : (
            <BusyButton
              busy={start.isPending}
              busyLabel="Starting…"
              offBecause={off}
              aria-describedby={hint}
              title={startHint}
              onClick={startImport}
            >
              Import now
            </BusyButton>
          )}
          <ShowAs data={data} />
          {region.data?.user.admin === true && (
            <>
              <Link className="p-button is-dense" to={{ pathname: '/images/source', search }}>
                Change source
              </Link>
              <Link className="p-button is-dense" to="/images/upload">
                Upload image
              </Link>
            </>
          )}
          <BusyButton offBecause={region.data ? null : NOT_READ} onClick={onFile}>
            Selection file
          </BusyButton>
          <BusyButton offBecause={region.data ? null : NOT_READ} onClick={onDefaults}>
            Default images
          </BusyButton>
          <BusyButton offBecause={off} onClick={() => onDelete('all')}>
            Delete images
          </BusyButton>
        </div>
      </div>
      <div className="page-header__facts">
        <span>
          Synced from <strong>{sourcesText(data)}</strong>
        </span>
        <span>{syncOf(data, stop.stopping)}</span>
        <Link to="/activity">What changed</Link>
        {racks !== null && <span>{racks}</span>}
        {facts}
        <label className="p-switch page-header__switch" title={off ?? undefined}>
          <input
            type="checkbox"
            className="p-switch__input"
            role="switch"
            checked={autoShown}
            aria-checked={autoShown}
            title={off ?? undefined}
            aria-describedby={syncsSelections ? lateness : undefined}
            aria-disabled={off !== null || config.isPending || undefined}
            onChange={(event) => {
              if (off === null && !config.isPending)
                config.mutate({ name: 'boot_images_auto_import', value: event.currentTarget.checked })
            }}
          />
          <span className="p-switch__slider" />
          <span className="p-switch__label">Automatically sync images</span>
        </label>
        {syncsSelections && (
          <span id={lateness}>Changes to this setting take effect after the MAAS region restarts</span>
        )}
      </div>
      <p id={hint} className="u-off-screen">
        {importing ? stopHint : startHint}
      </p>
      <p role="status" className="u-off-screen">
        {region.data && statusText(data, stop.stopping)}
      </p>
      {stop.late && (
        <Notice tone="caution" title="MAAS has not stopped the import">
          MAAS accepted the request more than two minutes ago and still reports a running import. Try again,
          or check the log of the MAAS region.
        </Notice>
      )}
      {stop.overtaken && (
        <Notice tone="caution" title="An import is running">
          It began after you chose Stop import, or MAAS was still reading its sources and ignored the request.
          Stop it again if you do not want it.
        </Notice>
      )}
      {failed && (
        <Notice
          tone="negative"
          title={
            failed === config.error
              ? 'Could not change automatic sync'
              : failed === stop.error
                ? 'Could not stop the import'
                : 'Could not start the import'
          }
          onDismiss={() => {
            for (const order of [start, stop, config]) order.reset()
          }}
        >
          {messageOf(failed)}
        </Notice>
      )}
    </header>
  )
}

function sourcesText({ region, sources }: Props['data']): string {
  if (!region.data) return '…'
  if (!sources) return 'a source that only administrators can see'
  // only sources in use, named as in rows, notices and on the Boot sources page
  const names = sources
    .filter(({ source }) => source.enabled !== false)
    .map(({ source }) => sourceLabel(source))
  return names.length === 0 ? 'no source' : names.join(', ')
}

function statusText({ importing, arriving }: Props['data'], stopping: boolean): string {
  if (importing && stopping) return 'Stopping the import.'
  if (importing) return 'An import is running.'
  return arriving ? 'MAAS is downloading images.' : 'No import is running.'
}

function syncOf({ region, images, importing, arriving }: Props['data'], stopping: boolean): string {
  if (!region.data) return '\u00a0'
  if (importing && stopping) return 'Stopping the import…'
  const { sync, config, version } = region.data
  return syncText({
    importing,
    arriving,
    lastStarted: sync.lastStarted,
    minute: sync.minute,
    autoImport: config.autoImport,
    logsImports: capabilitiesOf(version).logsImports,
    now: images.dataUpdatedAt,
  })
}
