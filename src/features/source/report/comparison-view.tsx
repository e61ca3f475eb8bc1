import { useId } from 'react'
import { sizeText } from '#lib/bytes.ts'
import { capitalized } from '#lib/text/capitalized.ts'
import type { Comparison, ImageChange, ReleaseChange } from '#streams/catalogue/compare.ts'
import {
  choiceOf,
  choicesFor,
  isMissing,
  type Choice,
  type Choices,
  type Cost,
  type ChoiceRules,
} from '#features/source/rules/choices.ts'
import type { SelectionFate, Return } from '#features/source/rules/restored.ts'
import { fullTitle } from '#selections/os-titles.ts'
import { commissioningText } from '#selections/commissioning.ts'
import { releaseName } from '#selections/keys.ts'

type Props = {
  comparison: Comparison
  choices: Choices
  rules: ChoiceRules
  cost: Cost
  /** Set for an undo: the former selection decides, so there are no choices. */
  returns: Return | null
  onChoose: (key: string, choice: Choice) => void
}

/** The effect of the change on the selected releases, one by one. */
export function ComparisonView({ comparison, choices, rules, cost, returns, onChoose }: Props) {
  const { selected, onlyAfter } = comparison
  return (
    <section aria-label="What changes">
      <h3 className="p-heading--5">What changes</h3>
      <p>
        {selected.length === 0 ? 'Nothing is selected yet.' : countText(selected)}{' '}
        {capitalized(sizeText(cost.download, cost.isAbout))} to download, {sizeText(cost.freed, cost.isAbout)}{' '}
        freed
        {rules.deletesImmediately ? '' : ' after the import'}.
        {cost.due !== undefined &&
          cost.due > 0 &&
          ` The import also downloads ${sizeText(cost.due, cost.isAbout)} that is due anyway.`}
      </p>
      {selected.length > 0 && (
        <table className="comparison">
          <caption className="u-off-screen">Selected releases at the new source</caption>
          <thead>
            <tr>
              <th scope="col">Release</th>
              <th scope="col">At the new source</th>
              <th scope="col">What to do</th>
            </tr>
          </thead>
          <tbody>
            {selected.map((change) => (
              <Row
                key={releaseName(change)}
                change={change}
                choices={choices}
                rules={rules}
                fate={returns?.fates.get(releaseName(change)) ?? null}
                onChoose={onChoose}
              />
            ))}
          </tbody>
        </table>
      )}
      {returns && returns.again.length > 0 && <p>Selected again: {returns.again.join(', ')}.</p>}
      {onlyAfter.length > 0 && !returns && (
        <p>
          Only at the new source: {namesOf(onlyAfter.map(({ title }) => title))}. They are not selected. You
          can select them on the Images page after the change.
        </p>
      )}
    </section>
  )
}

/** A large mirror can have hundreds of new releases. */
const MOST_NAMES = 12

const namesOf = (titles: readonly string[]): string =>
  titles.length > MOST_NAMES
    ? `${titles.slice(0, MOST_NAMES).join(', ')} and ${titles.length - MOST_NAMES} more`
    : titles.join(', ')

type RowProps = Pick<Props, 'choices' | 'rules' | 'onChoose'> & {
  change: ReleaseChange
  fate: SelectionFate | null
}

function Row({ change, choices, rules, fate, onChoose }: RowProps) {
  const id = useId()
  const missing = isMissing(change)
  const possible = choicesFor(change, rules)
  const choice = choiceOf(change, choices, rules)
  return (
    <tr className={missing ? 'is-missing' : undefined}>
      <th scope="row" id={id}>
        {change.title}
      </th>
      <td>
        {missing ? (
          'Not offered'
        ) : (
          <ul className="comparison__images">
            {change.images.map((image) => (
              <li key={image.arch} className={image.absent ? 'is-missing' : `is-${image.kind}`}>
                {image.arch}: {imageText(image)}
                {image.absent && ', but its files are missing or incomplete'}
              </li>
            ))}
          </ul>
        )}
      </td>
      <td>
        {fate ? (
          <span className={fate === 'goes' ? 'comparison__goes' : undefined}>
            {fateText(fate, missing, rules)}
          </span>
        ) : missing && possible.length > 1 ? (
          <select
            aria-labelledby={id}
            value={JSON.stringify(choice)}
            onChange={(event) => {
              const chosen = possible.find((one) => JSON.stringify(one) === event.currentTarget.value)
              if (chosen) onChoose(releaseName(change), chosen)
            }}
          >
            {possible.map((one) => (
              <option key={JSON.stringify(one)} value={JSON.stringify(one)}>
                {choiceText(one, change, rules)}
              </option>
            ))}
          </select>
        ) : missing ? (
          choiceText(choice, change, rules)
        ) : (
          'Carry over'
        )}
        {missing && releaseName(change) === rules.commissioning && (
          <p className="comparison__warning">
            {commissioningText.withoutImages(fullTitle(change.os, change.title))}
          </p>
        )}
      </td>
    </tr>
  )
}

function imageText({ kind, before, after }: ImageChange): string {
  switch (kind) {
    case 'kept':
      return `the same (${after})`
    case 'changed':
      return `same version ${after}, different files`
    case 'unsure':
      return `same version ${after}, files not compared: not all checksums are known`
    case 'newer':
      return `newer, ${before} → ${after}`
    case 'older':
      return `older, ${before} → ${after}`
    case 'added':
      return `only at the new source (${after})`
    case 'offered':
      return `offered (${after})`
    default:
      return 'not offered'
  }
}

type DeletesImmediately = Pick<ChoiceRules, 'deletesImmediately'>

function choiceText(
  choice: Choice,
  { nearest }: ReleaseChange,
  { deletesImmediately }: DeletesImmediately,
): string {
  if (choice.do === 'keep') return 'Keep the release without updates'
  if (choice.do === 'drop')
    return deletesImmediately ? 'Clear the release and delete its images immediately' : 'Clear the release'
  return `Use ${nearest?.title ?? choice.to} instead`
}

function fateText(fate: SelectionFate, missing: boolean, { deletesImmediately }: DeletesImmediately): string {
  if (fate === 'goes')
    return `Clear the release: it was not selected before${deletesImmediately ? '. MAAS deletes its images immediately' : ''}`
  if (fate === 'stays') return missing ? 'Keep the release without updates' : 'Carry over'
  return `As before: ${fate.arches.includes('*') ? 'all architectures' : fate.arches.join(', ')}`
}

/** "Of the selected images: 3 the same, 1 newer, 1 not offered." */
function countText(selected: readonly ReleaseChange[]): string {
  const images = selected.flatMap((change) => change.images)
  const count = (kind: ImageChange['kind'], words: string) => {
    const number = images.filter((image) => image.kind === kind).length
    return number > 0 && `${number} ${words}`
  }
  const parts = [
    count('kept', 'the same'),
    count('changed', 'with different files'),
    count('unsure', 'the same version, with files that were not compared'),
    count('newer', 'newer'),
    count('older', 'older'),
    count('added', 'only at the new source'),
    count('offered', 'offered'),
    count('missing', 'not offered'),
  ].filter((part) => part !== false)
  const absent = images.filter((image) => image.absent).length
  const warning =
    absent > 0
      ? ` ${absent} of them ${absent === 1 ? 'is' : 'are'} listed, but missing or incomplete at the new source. MAAS cannot import those that the region does not have yet.`
      : ''
  const guess = images.some(({ kind }) => kind === 'offered')
    ? ' The current source has not been read. Images that are the same there need no download.'
    : ''
  return `Of the selected images: ${parts.join(', ')}.${warning}${guess}`
}
