import { useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { formatBytes } from '#lib/bytes.ts'
import { relativeTime } from '#lib/time.ts'
import { Checkbox } from '#ui/checkbox.tsx'
import { BusyButton } from '#ui/busy-button.tsx'
import { stateText } from '#features/images/rules/state-words.ts'
import type { ImageRow } from './rules/image-rows.ts'
import type { Replacement } from './rules/replacement.ts'
import { choose, chooseAll, chosenOf, type RowChoice } from './rules/row-choice.ts'

/** More rows would make the page slow; a search finds the others. */
const MOST = 200
const ALL_SHOWN = 'All images shown'
const LAST_DEPLOYED = 'Last deployed'

type Props = {
  rows: readonly ImageRow[]
  choice: RowChoice
  onChoice: (choice: RowChoice) => void
  now: number
  off: string | null
  onDelete: (row: ImageRow) => void
  /** For images that are no longer offered: what could replace them. */
  replacementOf: ((row: ImageRow) => Replacement | null) | null
  onReplace: (row: ImageRow, by: Replacement) => void
  /** For images that are no longer offered: keeps one without updates, or no longer does. */
  onKeep: ((row: ImageRow, on: boolean) => void) | null
  /** Whether it is being replaced. */
  isReplaced: (row: ImageRow) => boolean
}

/** The images to choose from. Shift chooses a range; arrow keys move between the boxes. */
export function HeldList({
  rows,
  choice,
  onChoice,
  now,
  off,
  onDelete,
  replacementOf,
  onReplace,
  onKeep,
  isReplaced,
}: Props) {
  const [all, setAll] = useState(false)
  const list = useRef<HTMLTableSectionElement>(null)
  const shift = useRef(false)
  const shown = all ? rows : rows.slice(0, MOST)
  const keys = shown.map(({ key }) => key)
  const noteShift = (event: KeyboardEvent | MouseEvent) => {
    shift.current = event.shiftKey
  }
  const move = (event: KeyboardEvent<HTMLInputElement>) => {
    noteShift(event)
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    const boxes = [...(list.current?.querySelectorAll<HTMLInputElement>('input') ?? [])]
    const at = boxes.indexOf(event.currentTarget)
    const next = boxes[at + by]
    const key = keys[at + by]
    if (at < 0 || !next || key === undefined) return
    event.preventDefault()
    next.focus()
    if (event.shiftKey) onChoice(choose(startingAt(choice, keys[at]), keys, key, { on: true, range: true }))
  }
  return (
    <>
      <table className="held-list">
        <thead>
          <tr>
            <th scope="col">
              <label className="held-list__all">
                <Checkbox
                  label={ALL_SHOWN}
                  checked={chosenOf(choice, keys)}
                  onChange={(on) => onChoice(chooseAll(choice, keys, on))}
                />
                <span className="held-list__narrow">{ALL_SHOWN}</span>
              </label>
            </th>
            <th scope="col">Image</th>
            <th scope="col">State</th>
            <th scope="col">Size</th>
            <th scope="col">{LAST_DEPLOYED}</th>
            <th scope="col">Actions</th>
          </tr>
        </thead>
        <tbody ref={list}>
          {shown.map((row) => (
            <HeldRow
              key={row.key}
              row={row}
              chosen={choice.chosen.has(row.key)}
              onKeyDown={move}
              onClick={noteShift}
              onChoose={(on) => onChoice(choose(choice, keys, row.key, { on, range: shift.current }))}
              now={now}
              off={off}
              onDelete={onDelete}
              replacement={replacementOf?.(row) ?? null}
              onReplace={onReplace}
              onKeep={onKeep}
              isReplaced={isReplaced}
            />
          ))}
        </tbody>
      </table>
      {shown.length < rows.length && (
        <p>
          {shown.length} of {rows.length} images shown.{' '}
          <BusyButton tone="link" onClick={() => setAll(true)}>
            Show all images
          </BusyButton>
        </p>
      )}
    </>
  )
}

/** A range with arrow keys starts at the focused row, even if it was not chosen. */
const startingAt = (choice: RowChoice, key: string | undefined): RowChoice =>
  choice.anchor !== null || key === undefined
    ? choice
    : { chosen: new Set([...choice.chosen, key]), anchor: key }

type RowProps = Pick<Props, 'now' | 'off' | 'onDelete' | 'onReplace' | 'onKeep' | 'isReplaced'> & {
  row: ImageRow
  chosen: boolean
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void
  onClick: (event: MouseEvent) => void
  onChoose: (on: boolean) => void
  replacement: Replacement | null
}

function HeldRow({
  row,
  chosen,
  onChoose,
  now,
  off,
  onDelete,
  replacement,
  onReplace,
  onKeep,
  isReplaced,
  ...keys
}: RowProps) {
  const { title, codename, id, name, cell, bytes } = row
  const isKept = cell.state.kind === 'without-updates'
  const deployed = cell.image?.lastDeployed ?? null
  return (
    <tr className={chosen ? 'is-chosen' : ''}>
      <td>
        <Checkbox {...keys} label={`Choose ${name}`} checked={chosen} onChange={onChoose} />
      </td>
      <th scope="row">
        {title} <span className="held-list__codename">{codename}</span> {id.arch}
      </th>
      <td>{stateText(cell.state)}</td>
      <td>{bytes > 0 ? formatBytes(bytes) : '–'}</td>
      <td>
        <span className="held-list__narrow">{LAST_DEPLOYED}: </span>
        {deployed === null ? 'Never' : relativeTime(deployed, now)}
      </td>
      <td>
        <div className="held-list__actions">
          {replacement && (
            <BusyButton
              offBecause={off ?? (isReplaced(row) ? 'It is being replaced.' : null)}
              aria-label={`Replace ${name} with ${replacement.name}`}
              onClick={() => onReplace(row, replacement)}
            >
              Replace with {replacement.name}
            </BusyButton>
          )}
          {onKeep && (row.canKeep || isKept) && (
            <BusyButton
              aria-label={isKept ? `Report again: ${name}` : `Keep ${name} without updates`}
              onClick={() => onKeep(row, !isKept)}
            >
              {isKept ? 'Report again' : 'Keep'}
            </BusyButton>
          )}
          <BusyButton offBecause={off} aria-label={`Delete ${name}`} onClick={() => onDelete(row)}>
            Delete
          </BusyButton>
        </div>
      </td>
    </tr>
  )
}
