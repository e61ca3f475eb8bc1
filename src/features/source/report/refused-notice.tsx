import type { ReactNode } from 'react'
import type { Catalogue } from '#contract/gateway.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { endsAllImports, refusingWarnings, wouldStopAll } from '#streams/catalogue/concerns.ts'
import { Notice } from '#ui/notice.tsx'
import { CheckboxOption } from '#ui/checkbox-option.tsx'
import { WarningDetails } from './stream-warnings.tsx'
import { ANYWAY } from './warning-words.ts'

type Props = {
  catalogue: Catalogue
  version: string
  usesAnyway: boolean
  onUseAnyway: (usesAnyway: boolean) => void
}

/** A source that this MAAS refuses: the effect, the reasons, and a box to use it anyway. */
export function RefusedNotice({ catalogue, version, usesAnyway, onUseAnyway }: Props) {
  const { signature } = catalogue
  const stopsAll = endsAllImports(catalogue, version)
  const reasons: [key: string, reason: ReactNode][] = refusingWarnings(catalogue, version).map((warning) => [
    warning.message,
    <>
      {warning.message}
      <WarningDetails warning={warning} />
    </>,
  ])
  const isSaid = reasons.some(([message]) => message === signature.region.message)
  if (signature.region.accepts === false && !isSaid) {
    const ask = signature.verdict === 'unknown-key' ? ` ${askForKey(version)}` : ''
    reasons.unshift(['signature', `${signature.region.message}${ask}`])
  }
  return (
    <Notice
      tone="negative"
      title={stopsAll ? 'This source would stop all imports' : 'MAAS cannot use this source'}
    >
      {stopsAll && <p>{wouldStopAll(catalogue)}</p>}
      {reasons.length === 1 ? (
        <div>{reasons[0]?.[1]}</div>
      ) : (
        <ul aria-label="Reasons">
          {reasons.map(([key, reason]) => (
            <li key={key}>{reason}</li>
          ))}
        </ul>
      )}
      <CheckboxOption label={ANYWAY} checked={usesAnyway} onChange={onUseAnyway} />
    </Notice>
  )
}

const askForKey = (version: string): string =>
  `Ask the administrator of the source for the public key it is signed with, and ${
    capabilitiesOf(version).failsOnKeyringData
      ? 'save it as a keyring file on the MAAS region.'
      : 'enter it above as keyring data.'
  }`
