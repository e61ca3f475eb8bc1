import type { Notification } from '#contract/maas.ts'
import { isImportFailure } from '#contract/notification-idents.ts'
import { duration } from '#lib/time.ts'
import { failed, passed, unknown, type Check, type Problem } from './checks.ts'

/** Whether there is a source that MAAS reads. */
export function checkSources(
  sources: readonly { readonly source: { readonly enabled?: boolean | undefined } }[],
  syncsSelections: boolean,
): Check {
  const id = 'sources'
  const title = 'Boot sources'
  const used = sources.filter(({ source }) => source.enabled !== false).length
  if (used > 0) return passed(id, title, used === 1 ? 'MAAS uses one.' : `MAAS uses ${used}.`)
  const problem: Problem =
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

/** @param notifications those of MAAS that are not outdated */
export function checkLastImport(notifications: readonly Notification[]): Check {
  const id = 'import'
  const title = 'Last import'
  return notifications.some(({ ident }) => isImportFailure(ident))
    ? { ...unknown(id, title, 'It failed: see the notification of MAAS.'), state: 'reported' }
    : passed(
        id,
        title,
        'No open notification of MAAS reports a failure. MAAS does not show a dismissed one again.',
      )
}

/** MAAS does not publish free space, but has a notification for a lack of it (3.5 and later). */
export function checkDisk(notifications: readonly Notification[]): Check {
  const id = 'disk'
  const title = 'Disk space'
  return notifications.some(
    ({ ident, message }) =>
      ident === 'bootresources_export_from_db' || /\bdisk space\b|\bno space left\b/i.test(message),
  )
    ? { ...unknown(id, title, 'It has run out: see the notification of MAAS.'), state: 'reported' }
    : unknown(id, title, 'MAAS does not report free space. It shows a notification when there is too little.')
}
