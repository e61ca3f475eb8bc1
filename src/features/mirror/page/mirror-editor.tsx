import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '#api/client.ts'
import { enteredCatalogueQuery } from '#api/sources.ts'
import type { Catalogue, RegionAnswer } from '#contract/gateway.ts'
import { mirrorRuns } from '#streams/mirror/runs.ts'
import { releaseName } from '#selections/keys.ts'
import { fullTitle, releaseTitle } from '#selections/os-titles.ts'
import { hasAll, type WantedRelease } from '#selections/wanted.ts'
import {
  leftOut,
  mirroredImages,
  selectedImages,
  upstreamsOf,
  withNamedArches,
} from '#features/mirror/rules/choice.ts'
import { EMPTY_MIRROR, keyringFor, readMirror } from '#features/mirror/rules/settings.ts'
import { CheckSection } from './check-section.tsx'
import { ImageChoice } from './image-choice.tsx'
import { MirrorFields } from './mirror-fields.tsx'
import { MirrorSize } from './mirror-size.tsx'
import { Recipe } from './recipe.tsx'

type Props = { region: RegionAnswer; sources: NonNullable<RegionAnswer['sources']> }

/** The images, the place of the mirror, and what follows from both. */
export function MirrorEditor({ region, sources }: Props) {
  const upstreams = upstreamsOf(sources)
  const without = leftOut(sources)
  const [url, setUrl] = useState(upstreams[0]?.url)
  const upstream = upstreams.find((one) => one.url === url) ?? upstreams[0]
  const [form, setForm] = useState(() => ({ ...EMPTY_MIRROR, keyring: keyringFor(upstream) }))
  /** Null: the selection in MAAS. */
  const [chosen, setChosen] = useState<readonly WantedRelease[] | null>(null)
  const offered = useQuery({
    ...enteredCatalogueQuery(upstream ?? NOTHING),
    enabled: upstream !== undefined,
    staleTime: 600_000,
  })
  if (!upstream) return null
  const catalogue = offered.data
  const images = mirroredImages(chosen ?? selectedImages(sources), { version: region.version, catalogue })
  const read = readMirror(form)
  const settings = 'settings' in read ? read.settings : null
  const order = { images, versions: settings?.versions ?? 1 }
  // the signature of a mirror is that of its source
  const pair =
    settings && images.length > 0 ? { ...order, upstream, mirror: { ...upstream, url: settings.url } } : null
  return (
    <>
      <section aria-labelledby="images">
        <h2 className="p-heading--4" id="images">
          Images
        </h2>
        <label className="mirror-page__field">
          Mirror of
          <select
            value={upstream.url}
            onChange={(event) => {
              const next = upstreams.find((one) => one.url === event.currentTarget.value)
              setUrl(next?.url)
              // the other source may not offer these images
              setChosen(null)
              setForm({ ...form, keyring: keyringFor(next) })
            }}
          >
            {upstreams.map((one) => (
              <option key={one.url} value={one.url}>
                {one.label}
              </option>
            ))}
          </select>
        </label>
        {without.length > 0 && (
          <p>
            Not in this list: {without.join(', ')}. MAAS would not find an index of that name on a mirror.
          </p>
        )}
        <Radios
          isChosen={chosen !== null}
          onSelection={() => setChosen(null)}
          onChosen={catalogue ? () => setChosen(withNamedArches(images, catalogue)) : null}
        />
        {!catalogue && (
          <p role="status">
            {offered.error
              ? `Could not read what ${upstream.label} offers. ${messageOf(offered.error)}`
              : `Reading what ${upstream.label} offers…`}
          </p>
        )}
        {chosen && catalogue ? (
          <ImageChoice catalogue={catalogue} images={chosen} onChange={setChosen} />
        ) : (
          <ImageList images={images} catalogue={catalogue} />
        )}
      </section>
      <section aria-labelledby="place">
        <h2 className="p-heading--4" id="place">
          Mirror
        </h2>
        <MirrorFields form={form} errors={'errors' in read ? read.errors : {}} onChange={setForm} />
        {images.length > 0 && (
          <MirrorSize key={upstream.url} upstream={upstream} name={upstream.label} order={order} />
        )}
      </section>
      {pair && settings && (
        <Recipe
          source={{ url: upstream.url, runs: mirrorRuns(images) }}
          settings={settings}
          keyringIsData={upstream.keyring_data !== ''}
        />
      )}
      <CheckSection
        subject={pair && settings && { pair, settings, upstream }}
        upstreamName={upstream.label}
      />
    </>
  )
}

const NOTHING = { url: '', keyring_filename: '', keyring_data: '' }

type RadiosProps = {
  isChosen: boolean
  onSelection: () => void
  /** null: what the source offers is not known. */
  onChosen: (() => void) | null
}

const Radios = ({ isChosen, onSelection, onChosen }: RadiosProps) => (
  <fieldset className="source-choice">
    <legend className="u-off-screen">Which images</legend>
    <label className="p-radio">
      <input
        type="radio"
        className="p-radio__input"
        name="which"
        checked={!isChosen}
        onChange={onSelection}
      />
      <span className="p-radio__label">The selection in MAAS</span>
    </label>
    <label className="p-radio">
      <input
        type="radio"
        className="p-radio__input"
        name="which"
        checked={isChosen}
        disabled={onChosen === null}
        onChange={() => onChosen?.()}
      />
      <span className="p-radio__label">Other images</span>
    </label>
  </fieldset>
)

type ListProps = { images: readonly WantedRelease[]; catalogue: Catalogue | undefined }

function ImageList({ images, catalogue }: ListProps) {
  const titles = new Map(catalogue?.releases.map((one) => [releaseName(one), one.title]))
  if (images.length === 0) return <p>MAAS has no selection. Choose other images.</p>
  return (
    <ul aria-label="Images of the mirror">
      {images.map(({ os, release, arches }) => (
        <li key={`${os}/${release}`}>
          {fullTitle(os, releaseTitle(os, titles.get(releaseName({ os, release })) ?? release))}:{' '}
          {hasAll(arches) ? 'all architectures' : arches.join(', ')}
        </li>
      ))}
    </ul>
  )
}
