import type { Notification } from '#contract/maas.ts'
import { isImportFailure } from '#contract/notification-idents.ts'
import type { StateKind, Table } from '#features/images/rules/model.ts'
import { duration } from '#lib/time.ts'
import { failed, passed, unknown, type Check, type PreflightProblem } from './checks.ts'

/** Whether there is a source that MAAS reads. */
export function checkSources(
  sources: readonly { readonly source: { readonly enabled?: boolean | undefined } }[],
  syncsSelections: boolean,
): Check {
  const id = 'sources'
  const title = 'Boot sources'
  const used = sources.filter(({ source }) => source.enabled !== false).length
  if (used > 0) return passed(id, title, used === 1 ? 'MAAS uses one.' : `MAAS uses ${used}.`)
  const problem: PreflightProblem =
    sources.length > 0
      ? {
          tone: 'caution',
          halts: 'none',
          title: 'All boot sources are disabled',
          text: 'MAAS imports nothing until one is enabled: choose Edit details on the Boot sources page.',
          fix: { kind: 'link', label: 'View boot sources', to: { pathname: '/sources' } },
        }
      : {
          tone: 'caution',
          halts: 'none',
          title: 'This region has no boot source',
          text: syncsSelections
            ? 'MAAS imports nothing until one is added on the Boot sources page.'
            : 'The next import adds the default source (maas.io) again. Choose Import now, or add a source.',
          fix: { kind: 'link', label: 'View boot sources', to: { pathname: '/sources' } },
        }
  return failed(id, title, sources.length > 0 ? 'None is enabled.' : 'There is none.', problem)
}

/** Whether MAAS imports images automatically. */
export function checkSync(autoImport: boolean, syncsSelections: boolean): Check {
  const id = 'sync'
  const title = 'Automatic sync'
  if (autoImport) return passed(id, title, 'On.')
  const subject = syncsSelections ? 'MAAS syncs until its region restarts. After that, images' : 'Images'
  return failed(id, title, 'Off.', {
    tone: 'caution',
    title: 'Automatic image updates are off',
    text: `${subject} do not get new versions and security fixes until an administrator starts an import.`,
    fix: { kind: 'sync-on' },
  })
}

/** MAAS refuses requests that were signed more than 300 seconds ago; this is half of it. */
const CLOCK_LIMIT_S = 150

/** @param ahead seconds by which MAAS's clock is ahead of the gateway's; undefined: not known */
export function checkClocks(ahead: number | undefined): Check {
  const id = 'clocks'
  const title = 'Clocks'
  if (ahead === undefined) return unknown(id, title, 'MAAS does not report its time.')
  if (Math.abs(ahead) < CLOCK_LIMIT_S)
    return passed(id, title, 'MAAS and the server of this page have about the same time.')
  const difference = duration(Math.abs(ahead) * 1_000)
  return failed(id, title, `They differ by ${difference}.`, {
    tone: 'caution',
    title: `The clocks of MAAS and of the server of this page differ by ${difference}`,
    text:
      ahead > 0
        ? 'The clock of MAAS is ahead. If the clocks differ by more than 5 minutes, MAAS refuses the requests of this page. Check the time on both servers.'
        : 'The clock of MAAS is behind, so a new signature of a boot source can look as if it were made in the future. Check the time on both servers.',
    fix: null,
  })
}

type ImportFacts = {
  /** Of MAAS, without the outdated ones; null: they could not be read. */
  readonly notifications: readonly Notification[] | null
  readonly importing: boolean
  /** Whether MAAS shows the selections to this user. */
  readonly seesSelections: boolean
  readonly table: Table
}

const DISMISSED = 'MAAS does not show a dismissed notification again.'

/** Selected, offered, and not up to date. */
const OUTSTANDING: readonly StateKind[] = ['queued', 'downloading', 'stalled', 'stopped', 'update', 'older']

/**
 * Whether the last import worked. MAAS reports only failures, in a notification that people dismiss, so without one
 * only up-to-date images show that it did.
 */
export function checkLastImport({ notifications, importing, seesSelections, table }: ImportFacts): Check {
  const id = 'import'
  const title = 'Last import'
  if (notifications?.some(({ ident }) => isImportFailure(ident)))
    return { ...unknown(id, title, 'It failed: see the notification of MAAS.'), state: 'reported' }
  if (importing) return unknown(id, title, 'An import is running.')
  if (!seesSelections)
    return unknown(
      id,
      title,
      notifications
        ? `MAAS shows no notification about a failure. ${DISMISSED}`
        : 'Could not read the notifications of MAAS.',
    )
  const cells = table.groups.flatMap(({ rows }) => rows.flatMap((row) => row.cells))
  const saved = cells.filter(({ changed }) => !changed).map(({ state }) => state.kind)
  const open = saved.filter((kind) => OUTSTANDING.includes(kind)).length
  if (saved.includes('reading')) return unknown(id, title, 'The images are being read.')
  if (open === 0 && !saved.includes('synced'))
    return unknown(id, title, 'No image is selected that the sources offer.')
  if (open === 0) return passed(id, title, 'All selected images that the sources offer are up to date.')
  const late = `${open} selected ${open === 1 ? 'image is' : 'images are'} not up to date`
  return unknown(
    id,
    title,
    notifications
      ? `MAAS shows no notification about a failure, but ${late}. ${DISMISSED}`
      : `Could not read the notifications of MAAS, and ${late}.`,
  )
}

/**
 * MAAS does not publish free space, but has a notification for a lack of it (3.5 and later).
 * @param notifications null: they could not be read
 */
export function checkDisk(notifications: readonly Notification[] | null): Check {
  const id = 'disk'
  const title = 'Disk space'
  if (!notifications)
    return unknown(id, title, 'Could not read the notifications of MAAS, which report a full disk.')
  return notifications.some(
    ({ ident, message }) =>
      ident === 'bootresources_export_from_db' || /\bdisk space\b|\bno space left\b/i.test(message),
  )
    ? { ...unknown(id, title, 'It has run out: see the notification of MAAS.'), state: 'reported' }
    : unknown(id, title, 'MAAS does not report free space. It shows a notification when there is too little.')
}
