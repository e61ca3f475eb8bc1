/** The notifications of MAAS up to 3.7 about failed imports, by ident (3.5 and later: also the last three). */
const FAILURES = new Set([
  'Image importer',
  'maas-import-pxe-files script',
  'Image synchronization',
  'bootresources_export_from_db',
])
/** MAAS 3.8 notifies for each source and selection; a number follows. */
const FAILURES_38 = ['Image manifest fetcher ', 'Sync selection ', 'Selection availability ']
const OTHERS = new Set([
  'Boot sources availability',
  'commissioning_series_unselected',
  'commissioning_series_unavailable',
])

/** Whether a notification says that images could not be imported. */
export const isImportFailure = (ident: string | null): boolean =>
  ident !== null && (FAILURES.has(ident) || FAILURES_38.some((prefix) => ident.startsWith(prefix)))

/** Whether a notification concerns images. */
export const isAboutImages = (ident: string | null): boolean =>
  ident !== null && (isImportFailure(ident) || OTHERS.has(ident))
