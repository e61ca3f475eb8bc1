import type { SourceRead } from '#features/images/preflight/source-check.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { cause, type Cause } from './causes.ts'

/** Keyring files that only the region has, so that this page cannot see whether they are there. */
export function keyringCauses(reads: readonly SourceRead[] | null): Cause[] {
  return (reads ?? [])
    .filter(
      ({ source, catalogue }) =>
        source.enabled !== false &&
        source.keyring_filename !== '' &&
        catalogue?.signature.region.accepts === null &&
        catalogue.keyring.state === 'elsewhere',
    )
    .map(({ source }) =>
      cause(
        `keyring-${source.id}`,
        `The keyring file of ${sourceLabel(source)} may be missing on the region`,
        `Only MAAS can read ${source.keyring_filename}, so this page could not check the signature.`,
        'On each region controller, check that the file exists and that MAAS can read it.',
        {
          fix: {
            kind: 'link',
            label: 'View source details',
            to: { pathname: '/sources', hash: `source-${source.id}` },
            name: `View source details of ${sourceLabel(source)}`,
          },
        },
      ),
    )
}
