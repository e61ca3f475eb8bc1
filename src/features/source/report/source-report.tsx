import type { Catalogue } from '#contract/gateway.ts'
import { warningsFor } from '#streams/catalogue/concerns.ts'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { formatBytes } from '#lib/bytes.ts'
import { absoluteTime, formatDay } from '#lib/time.ts'
import { notAsListed, presenceText } from './presence-text.ts'
import { acceptance, grouped, offerTotals, trustIn, type Rating } from './report.ts'
import { StreamWarnings } from './stream-warnings.tsx'

type Props = {
  catalogue: Catalogue
  version: string
  /** Reasons that are already shown elsewhere in the dialog. */
  alreadyShown?: readonly string[]
}

/** The details of a source: who signed it, what it offers, and what MAAS can use from it. */
export function SourceReport({ catalogue, version, alreadyShown = [] }: Props) {
  const { signature, keyring, presence, reading, updated, stale } = catalogue
  const offer = offerTotals(catalogue)
  return (
    <div className="report">
      {stale && (
        <p className="report__stale">
          {stale} These details were read {absoluteTime(catalogue.readAt)}.
        </p>
      )}
      <dl className="facts">
        <dt>Signature</dt>
        <dd>
          <Verdict judgment={trustIn(signature)} message={signature.message} />
          {signature.known && <span className="report__line">{signature.known}</span>}
          {signature.signer && <span className="report__line">Signed by {signature.signer}</span>}
          {signature.fingerprint && <code className="report__line">{grouped(signature.fingerprint)}</code>}
        </dd>
        <dt>Signature in MAAS</dt>
        <dd>
          <Verdict judgment={acceptance(signature)} message={signature.region.message} />
        </dd>
        <dt>Keyring</dt>
        <dd>
          {keyring.message}
          {keyring.keys.map((key) => (
            <span key={key.fingerprint} className="report__line">
              {key.known ?? key.userId ?? 'Unnamed key'}, {key.algorithm}
              {key.revoked && ', revoked'}
              {key.expires &&
                `, ${key.expires < catalogue.readAt ? 'expired' : 'expires'} ${formatDay(key.expires)}`}
            </span>
          ))}
        </dd>
        <dt>Index updated</dt>
        <dd>{(updated && absoluteTime(updated)) || 'Not stated in the index'}</dd>
        <dt>Read from</dt>
        <dd>
          {reading.address}, by the gateway, in {reading.ms} ms
        </dd>
        <dt>Offers</dt>
        <dd>
          {count(offer.releases, 'release')}, {count(offer.images, 'image')} ({formatBytes(offer.bytes)}),{' '}
          {count(offer.bootloaders, 'bootloader')}
        </dd>
        <dt>Files</dt>
        <dd>
          {presenceText(presence)}
          {presence.state === 'checking' && (
            <ProgressBar label="Files checked" done={presence.checked} total={presence.total} />
          )}
          <NotAsListed catalogue={catalogue} />
        </dd>
      </dl>
      <StreamWarnings warnings={warningsFor(catalogue.warnings, version)} alreadyShown={alreadyShown} />
      {catalogue.ignored.length > 0 && (
        <details className="report__ignored">
          <summary>{count(catalogue.ignored.length, 'part')} of the source not used by this page</summary>
          <ul>
            {catalogue.ignored.slice(0, 100).map(({ what, reason }, index) => (
              // the same file can be named twice; the list never changes its order
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>
                <code>{what}</code>: {reason}
              </li>
            ))}
            {catalogue.ignored.length > 100 && <li>and {catalogue.ignored.length - 100} more</li>}
          </ul>
        </details>
      )}
    </div>
  )
}

/** The images and bootloaders that an import cannot download, and why. */
function NotAsListed({ catalogue }: { catalogue: Catalogue }) {
  const lacking = notAsListed(catalogue)
  if (lacking.length === 0) return null
  return (
    <details>
      <summary>
        {count(lacking.length, 'image or bootloader', 'images and bootloaders')} not as listed
      </summary>
      <ul>
        {lacking.slice(0, MOST_NAMED).map(({ key, wrongSize }) => (
          <li key={key}>
            <code>{key}</code>: {wrongSize ? 'a file has the wrong size' : 'a file is missing'}
          </li>
        ))}
        {lacking.length > MOST_NAMED && <li>and {lacking.length - MOST_NAMED} more</li>}
      </ul>
    </details>
  )
}

const MOST_NAMED = 100

const count = (number: number, noun: string, plural = `${noun}s`) =>
  `${number} ${number === 1 ? noun : plural}`

/** The judgment and its reason, which may begin with the same words. */
function Verdict({ judgment: { tone, word }, message }: { judgment: Rating; message: string }) {
  const repeats = message.startsWith(word)
  return (
    <>
      <strong className={`verdict is-${tone}`}>{repeats ? word : `${word}. `}</strong>
      {repeats ? message.slice(word.length) : message}
    </>
  )
}
