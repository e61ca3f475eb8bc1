/** What MAAS calls the operating systems it knows (recorded from 3.5.13, the names an upload may carry). */
const TITLES: ReadonlyMap<string, string> = new Map([
  ['ubuntu', 'Ubuntu'],
  ['ubuntu-core', 'Ubuntu Core'],
  ['centos', 'CentOS'],
  ['rhel', 'Red Hat Enterprise Linux'],
  ['ol', 'Oracle Linux'],
  ['suse', 'SUSE'],
  ['esxi', 'VMware ESXi'],
  ['windows', 'Windows'],
  ['custom', 'Custom'],
])

/** "CentOS" for `centos`; a name nobody knows keeps itself, with a capital. */
export const osTitle = (os: string): string =>
  TITLES.get(os) ?? `${os.slice(0, 1).toUpperCase()}${os.slice(1)}`

/** "24.04 LTS" of "Ubuntu 24.04 LTS", "7" of "CentOS 7": a release's title without the OS it stands under. */
export function releaseTitle(os: string, title: string): string {
  const prefix = osTitle(os).toLowerCase()
  if (!title.toLowerCase().startsWith(`${prefix} `)) return title
  return title.slice(prefix.length).trim() || title
}

/** "Ubuntu 24.04 LTS" */
export const fullTitle = (os: string, title: string): string => `${osTitle(os)} ${title}`
