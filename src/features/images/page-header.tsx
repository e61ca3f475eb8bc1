import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { Link, useLocation } from 'react-router'
import { importNow, setConfig, stopImporting } from '#api/images.ts'
import { messageOf } from '#api/client.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import { clockTime, relativeTime } from '#lib/time.ts'
import { sourceLabel, sourceName } from '#lib/source-name.ts'
import { rackText } from './rack-text.ts'
import type { useImages } from './use-images.ts'

const HOUR = 3_600_000

const hints = {
  start:
    'Reads the source, downloads what is selected and new, and removes images that are no longer selected.',
  stop: 'Stops the running import. What is complete stays, what is half here waits for the next import.',
}

type Props = { data: ReturnType<typeof useImages>; writesOff: string | null }

/** Where the images come from, when they were last looked at, and what can be done about it. */
export function PageHeader({ data, writesOff }: Props) {
  const client = useQueryClient()
  const { search } = useLocation()
  const hint = useId()
  const start = useMutation(importNow(client))
  const stop = useMutation(stopImporting(client))
  const config = useMutation(setConfig(client))
  const { region, importing } = data
  const racks = rackText(region.data?.racks)
  const auto = region.data?.config.autoImport ?? false
  const autoShown = config.isPending ? config.variables.value === true : auto
  const failed = start.error ?? stop.error ?? config.error
  const off = region.data ? writesOff : 'The region has not been read yet.'
  return (
    <header className="page-header">
      <div className="page-header__line">
        <h1 className="p-heading--3">Images</h1>
        <div className="page-header__actions">
          {importing ? (
            <BusyButton
              busy={stop.isPending}
              busyLabel="Stopping…"
              offBecause={off}
              aria-describedby={hint}
              title={hints.stop}
              onClick={() => {
                start.reset()
                stop.mutate()
              }}
            >
              Stop import
            </BusyButton>
          ) : (
            <BusyButton
              busy={start.isPending}
              busyLabel="Starting…"
              offBecause={off}
              aria-describedby={hint}
              title={hints.start}
              onClick={() => {
                stop.reset()
                start.mutate()
              }}
            >
              Import now
            </BusyButton>
          )}
          <Link className="p-button is-dense" to={{ pathname: '/images/source', search }}>
            Change source
          </Link>
        </div>
      </div>
      <div className="page-header__facts">
        <span>
          Synced from <strong>{sourcesText(data)}</strong>
        </span>
        <span>{syncText(data)}</span>
        {racks !== null && <span>{racks}</span>}
        <label className="p-switch page-header__switch" title={off ?? undefined}>
          <input
            type="checkbox"
            className="p-switch__input"
            role="switch"
            checked={autoShown}
            aria-checked={autoShown}
            aria-disabled={off !== null || config.isPending || undefined}
            onChange={(event) => {
              if (off === null && !config.isPending)
                config.mutate({ name: 'boot_images_auto_import', value: event.currentTarget.checked })
            }}
          />
          <span className="p-switch__slider" />
          <span className="p-switch__label">Automatically sync images</span>
        </label>
      </div>
      <p id={hint} className="u-off-screen">
        {importing ? hints.stop : hints.start}
      </p>
      <p role="status" className="u-off-screen">
        {region.data && (importing ? 'An import is running.' : 'No import is running.')}
      </p>
      {failed && (
        <Notice
          tone="negative"
          title="That did not work"
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

function sourcesText({ region, sources }: ReturnType<typeof useImages>): string {
  if (!region.data) return '…'
  if (!sources) return 'a source that administrators see'
  // with one source its whole address; among others what the rows call it, and only what is in use
  const used = sources.filter(({ source }) => source.enabled !== false)
  const names =
    used.length === 1 && used[0]
      ? [sourceName(used[0].source.url)]
      : used.map(({ source }) => sourceLabel(source))
  return names.length === 0 ? 'no source' : names.join(', ')
}

/** MAAS looks for new images every hour (3.3 to 3.7), counted here from the last start it tells of. */
function syncText({ region, images, importing }: ReturnType<typeof useImages>): string {
  if (!region.data) return '\u00a0'
  if (importing) return 'Importing now'
  const { sync, config } = region.data
  const now = images.dataUpdatedAt
  // the region's clock may be ahead of this one
  const last = sync.lastStarted ? Math.min(Date.parse(sync.lastStarted), now) : null
  const lastText = last === null ? 'Last sync not known' : `Last sync ${relativeTime(last, now)}`
  if (!config.autoImport) return `${lastText}, next only by hand`
  if (last === null) return `${lastText}, next within the hour`
  const next = last + Math.max(1, Math.ceil((now - last) / HOUR)) * HOUR
  return `${lastText}, next about ${clockTime(next)}`
}
