import type { RegionAnswer } from '#contract/gateway.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { sourceLabel } from '#selections/source-name.ts'
import type { Command } from '#ui/commands/commands.ts'

/** The pages, and the dialogs that have an address. */
export function pageCommands(
  region: RegionAnswer | undefined,
  navigate: (to: string) => unknown,
  showShortcuts: () => void,
): Command[] {
  const isAdmin = region?.user.admin ?? false
  const go = (group: Command['group'], label: string, to: string, keywords = ''): Command => ({
    id: `go ${to}`,
    group,
    label,
    keywords,
    run: () => void navigate(to),
  })
  const ofSources = (region?.sources ?? []).flatMap(({ source }) => {
    const name = sourceLabel(source)
    const at = `/sources/${source.id}`
    return [
      go('Actions', `Update ${name}`, at, 'boot source url keyring'),
      ...(capabilitiesOf(region?.version ?? '').ranksSources
        ? [go('Actions', `Edit details of ${name}`, `${at}/details`, 'boot source priority enabled')]
        : []),
      go('Actions', `Delete ${name}`, `${at}/delete`, 'boot source'),
    ]
  })
  return [
    go('Pages', 'Images', '/images'),
    go('Pages', 'Boot sources', '/sources'),
    go('Pages', 'Local mirror', '/mirror', 'sstream-mirror air-gapped'),
    go('Pages', 'Activity', '/activity', 'history audit log last sync versions notifications export csv'),
    ...(isAdmin
      ? [
          go('Actions', 'Change source', '/images/source', 'maas.io stable candidate url keyring mirror'),
          go('Actions', 'Add source', '/sources/add', 'boot source'),
          go('Actions', 'Upload image', '/images/upload', 'custom image file'),
          ...ofSources,
        ]
      : []),
    {
      id: 'shortcuts',
      group: 'Actions',
      label: 'Show keyboard shortcuts',
      keywords: 'help keys ?',
      run: showShortcuts,
    },
  ]
}
