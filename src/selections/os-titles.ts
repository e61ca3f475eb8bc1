/** The titles of the operating systems that MAAS supports (recorded from 3.5.13: the names that an upload can have). */
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

/** "CentOS" for `centos`; an unknown name is only capitalized. */
export const osTitle = (os: string): string =>
  TITLES.get(os) ?? `${os.slice(0, 1).toUpperCase()}${os.slice(1)}`

/** "24.04 LTS" of "Ubuntu 24.04 LTS", "7" of "CentOS 7": the title of a release without its OS. */
export function releaseTitle(os: string, title: string): string {
  const prefix = osTitle(os).toLowerCase()
  if (!title.toLowerCase().startsWith(`${prefix} `)) return title
  return title.slice(prefix.length).trim() || title
}

/** "Ubuntu 24.04 LTS" */
export const fullTitle = (os: string, title: string): string => `${osTitle(os)} ${title}`
