import { useQueries, useQuery } from '@tanstack/react-query'
import { memo, useEffect, useRef } from 'react'
import { Link, useLocation } from 'react-router'
import { messageOf } from '#api/client.ts'
import { catalogueQuery, imagesQuery, regionQuery } from '#api/images.ts'
import { retryDelay } from '#api/retry-delay.ts'
import type { Catalogue, RegionAnswer } from '#contract/gateway.ts'
import type { BootSource } from '#contract/maas.ts'
import { Notice } from '#ui/notice.tsx'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { absoluteTime } from '#lib/time.ts'
import { impactOf, impactText, type Impact } from '#streams/catalogue/concerns.ts'
import { countOwn } from '#features/source/rules/held-from.ts'
import { acceptance, trustIn } from '#features/source/report/report.ts'
import { KEYRING_DATA_EFFECT } from '#features/source/report/warning-words.ts'
import { SourceReport } from '#features/source/report/source-report.tsx'
import { ShowSourcesAs } from './show-as.tsx'

const UP_TO_3_7 =
  'MAAS up to 3.7 works best with one source. With several sources, MAAS’s own Images page does not offer images, and one source that MAAS cannot read stops all imports. The Images page here works with several sources.'
const FROM_3_8 =
  'When several sources offer an image, MAAS imports it from the source with the highest priority. A source that fails does not affect the others.'
const UNKNOWN_VERSION = 'MAAS imports images from these sources.'

type Entry = NonNullable<RegionAnswer['sources']>[number]

/** The boot sources of the region, one per row: URL, keyring, signature, and what MAAS imports from it. */
export function SourcesPage() {
  const { hash } = useLocation()
  const region = useQuery({
    ...regionQuery(),
    refetchInterval: ({ state }) => (state.error ? retryDelay(state) : 30_000),
  })
  const images = useQuery(imagesQuery())
  const sources = region.data?.sources ?? null
  const catalogues = useQueries({ queries: (sources ?? []).map(({ source }) => catalogueQuery(source)) })
  const version = region.data?.version ?? ''
  const mayWrite = region.data?.user.admin === true
  const { known, ranksSources } = capabilitiesOf(version)
  return (
    <main id="main" tabIndex={-1} className="images-page sources-page">
      <title>Boot sources | MAAS</title>
      <header className="page-header">
        <div className="page-header__line">
          <h1 className="p-heading--3">Boot sources</h1>
          <div className="page-header__actions">
            {sources && <ShowSourcesAs version={version} sources={sources} />}
            {sources && mayWrite && (
              <Link className="p-button is-dense" to="/sources/add">
                Add source
              </Link>
            )}
          </div>
        </div>
        <p className="page-header__facts">{!known ? UNKNOWN_VERSION : ranksSources ? FROM_3_8 : UP_TO_3_7}</p>
      </header>
      {region.error && (
        <Notice tone="negative" title="Could not read the boot sources">
          {messageOf(region.error)}
        </Notice>
      )}
      {!region.data && !region.error && <p role="status">Reading the boot sources…</p>}
      {region.data && !mayWrite && (
        <Notice tone="information" title="Read-only access">
          Only MAAS administrators can change boot sources. {region.data.user.username} is not an
          administrator.
          {sources === null && ' MAAS does not show boot sources to other users.'}
        </Notice>
      )}
      {sources?.length === 0 && (
        <Notice tone="caution" title="This region has no boot source">
          {ranksSources
            ? 'MAAS imports nothing until you add one.'
            : 'MAAS adds its own source (maas.io) again at the next import. You can also add one here.'}
        </Notice>
      )}
      {sources && sources.length > 0 && (
        <ul className="sources" aria-label="Boot sources">
          {sources.map((entry, index) => (
            <SteadyItem
              key={entry.source.id}
              linked={hash === `#${anchorOf(entry.source)}`}
              version={version}
              entry={entry}
              mayWrite={mayWrite}
              catalogue={catalogues[index]?.data}
              error={catalogues[index]?.error ?? null}
              others={othersOf(sources, entry.source.id)}
              held={
                images.data
                  ? countOwn(
                      version,
                      images.data.images,
                      entry,
                      sources.filter((other) => other !== entry),
                    )
                  : null
              }
            />
          ))}
        </ul>
      )}
    </main>
  )
}

type ItemProps = {
  entry: Entry
  mayWrite: boolean
  version: string
  catalogue: Catalogue | undefined
  error: Error | null
  /** How many other sources MAAS reads. */
  others: number
  held: number | null
  /** Whether the URL names it. */
  linked: boolean
}

const anchorOf = ({ id }: BootSource) => `source-${id}`

// rendered again only when its props change, not whenever a dialog opens over the page
const SteadyItem = memo(SourceItem)

function SourceItem({ entry, mayWrite, version, catalogue, error, others, held, linked }: ItemProps) {
  const { source, selections } = entry
  const { ranksSources } = capabilitiesOf(version)
  const name = sourceLabel(source)
  const item = useRef<HTMLLIElement>(null)
  const read = catalogue !== undefined
  // the page grows when its sources have been read: only then scroll to the linked one
  useEffect(() => {
    if (linked && read) item.current?.scrollIntoView?.({ block: 'start' })
  }, [linked, read])
  return (
    <li className="sources__item" id={anchorOf(source)} ref={item}>
      <div className="sources__line">
        <h2 className="p-heading--5">{name}</h2>
        {mayWrite && (
          <div className="page-header__actions">
            {ranksSources && (
              <Link
                className="p-button is-dense"
                to={`/sources/${source.id}/details`}
                aria-label={`Edit details of ${name}`}
              >
                Edit details
              </Link>
            )}
            <Link className="p-button is-dense" to={`/sources/${source.id}`} aria-label={`Update ${name}`}>
              Update
            </Link>
            <Link
              className="p-button is-dense"
              to={`/sources/${source.id}/delete`}
              aria-label={`Delete ${name}`}
            >
              Delete
            </Link>
          </div>
        )}
      </div>
      <dl className="facts">
        <dt>URL</dt>
        <dd>{source.url}</dd>
        <dt>Keyring</dt>
        <dd>{keyringText(source, version)}</dd>
        <dt>Signed</dt>
        <dd>{catalogue ? signedText(catalogue) : error ? messageOf(error) : 'Reading…'}</dd>
        <ImportFacts entry={entry} version={version} catalogue={catalogue} error={error} others={others} />
        <dt>Selections</dt>
        <dd>
          {selections.length === 0
            ? 'None'
            : `${selections.length} ${selections.length === 1 ? 'release' : 'releases'}`}
          {held !== null &&
            held > 0 &&
            `; the region has ${held} of ${selections.length === 1 ? 'its' : 'their'} images`}
          {source.enabled === false &&
            selections.length > 0 &&
            '; not imported, because the source is disabled'}
        </dd>
        <dt>Last read</dt>
        <dd>
          {catalogue
            ? `by this page ${absoluteTime(catalogue.readAt)}${catalogue.updated ? `, index of ${absoluteTime(catalogue.updated)}` : ''}`
            : 'Not read yet'}
          {`; changed in MAAS ${absoluteTime(source.updated) || 'at an unknown time'}`}
        </dd>
        {ranksSources && (
          <>
            <dt>Priority</dt>
            <dd>
              {source.priority}
              {source.enabled === false && ', not used (disabled)'}
              {source.skip_keyring_verification && ', signature not verified by MAAS'}
            </dd>
          </>
        )}
      </dl>
      {catalogue && (
        <details className="report__ignored" open={linked}>
          <summary>Source details of {name}</summary>
          <SourceReport catalogue={catalogue} version={version} />
        </details>
      )}
    </li>
  )
}

function keyringText({ keyring_filename: file, keyring_data: data }: BootSource, version: string): string {
  if (file !== '' || data === '') return file || 'None'
  const { failsOnKeyringData } = capabilitiesOf(version)
  return failsOnKeyringData
    ? `Kept in MAAS as data. ${KEYRING_DATA_EFFECT} Change it to a keyring file.`
    : 'Kept in MAAS as data'
}

/** The effect on imports if the source fails or may fail. */
function ImportFacts({
  entry,
  version,
  catalogue,
  error,
  others,
}: Omit<ItemProps, 'held' | 'mayWrite' | 'linked'>) {
  // MAAS does not read a source that is disabled
  if (entry.source.enabled === false) return null
  const readable = error === null && (catalogue?.stale ?? null) === null
  const impact = impactOf(catalogue ?? null, readable, version)
  if (impact === null) return null
  const word = IMPACTS[impact]
  return (
    <>
      <dt>Imports</dt>
      <dd>
        {word !== null && <strong className="verdict is-negative">{word} </strong>}
        {impactText(impact, others)}
      </dd>
    </>
  )
}

const othersOf = (sources: readonly Entry[], id: number) =>
  sources.filter(({ source }) => source.id !== id && source.enabled !== false).length

const IMPACTS: Record<Impact, string | null> = {
  'stops-all': 'Stops all imports.',
  'stops-all-reported': 'Stops all imports.',
  'fails-alone': 'Refused.',
  'may-stop-all': null,
  'may-fail-alone': null,
}

function signedText({ signature }: Catalogue): string {
  const by = signature.known ?? signature.signer
  return [`${trustIn(signature).word}.`, by && `Signed by ${by}.`, `${acceptance(signature).word}.`]
    .filter((part) => part !== null && part !== '')
    .join(' ')
}
