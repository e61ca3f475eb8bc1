import type { Catalogue } from '#contract/gateway.ts'
import { fullTitle, releaseTitle } from '#selections/os-titles.ts'
import { releaseName } from '#selections/keys.ts'
import { hasAll, type WantedRelease } from '#selections/wanted.ts'
import { CheckboxOption } from '#ui/checkbox-option.tsx'
import { withImage } from '#features/mirror/rules/choice.ts'

type Props = {
  catalogue: Catalogue
  images: readonly WantedRelease[]
  onChange: (images: WantedRelease[]) => void
}

/** The images that the source offers, one group of boxes for each release. */
export function ImageChoice({ catalogue, images, onChange }: Props) {
  return (
    <div className="image-choice">
      {catalogue.releases.map(({ os, release, title, arches }) => {
        const wanted = images.find((one) => releaseName(one) === releaseName({ os, release }))
        const name = fullTitle(os, releaseTitle(os, title))
        return (
          <fieldset key={releaseName({ os, release })} className="image-choice__release">
            <legend>{name}</legend>
            {arches.map(({ arch }) => (
              <CheckboxOption
                key={arch}
                label={arch}
                checked={wanted !== undefined && (hasAll(wanted.arches) || wanted.arches.includes(arch))}
                onChange={(isWanted) => onChange(withImage(images, { os, release, arch }, isWanted))}
              />
            ))}
          </fieldset>
        )
      })}
    </div>
  )
}
