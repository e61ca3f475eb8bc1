import type { ControlClient } from '#simulator/control/door/client.ts'

/** A version that is newer than all of these, such as `20261127.1` after `20261127`. */
export function versionAfter(versions: readonly string[]): string {
  const newest = versions.toSorted(byNumbers).at(-1) ?? ''
  const [day = '', part = '0'] = newest.split('.')
  return `${day}.${Number(part) + 1}`
}

const byNumbers = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true })

const NOBLE = { os: 'ubuntu', release: 'noble' }

/** Publishes one more version of noble in the stable stream. Returns it. */
export async function publishVersion(control: ControlClient): Promise<string> {
  const stable = (await control.listStreams()).find(({ name }) => name === 'stable')
  const published = (stable?.changes ?? []).flatMap(({ change }) =>
    change.kind === 'publish' && change.release === NOBLE.release ? [change.version] : [],
  )
  const { now } = await control.readClock()
  const today = new Date(now).toISOString().slice(0, 10).replaceAll('-', '')
  const version = versionAfter([today, ...published])
  await control.changeStream({ name: 'stable', change: { kind: 'publish', ...NOBLE, version } })
  return version
}
