import { useId } from 'react'
import { Checkbox } from '#ui/checkbox.tsx'
import { describeKernel } from '#streams/simplestreams/kernel-name.ts'
import { kernelLabel } from '#selections/wanted-kernels.ts'
import type { GridActions } from './grid-actions.ts'
import type { ReleaseRow } from '#features/images/rules/model.ts'
import { ALL, type Wanted, passes } from '#selections/wanted.ts'

type Props = { row: ReleaseRow; wanted: Wanted; actions: GridActions; kernelsFiltered: boolean }

/** The choice of kernels of a release: all, including future ones, or a list. */
export function KernelChoice({ row, wanted, actions, kernelsFiltered }: Props) {
  const name = useId()
  const all = wanted.subarches.includes('*')
  const offered = subarchesOf(row, kernelsFiltered ? wanted.labels : [ALL])
  const chosen = all ? offered.map((kernel) => kernel.subarch) : wanted.subarches
  const off = actions.readOnlyReason
  /** Runs the action, or shows why it is not possible. */
  const attempt = (reason: string | null, act: () => void) =>
    reason === null ? act() : actions.explain(reason)
  const nothingOffered =
    offered.length === 0 ? 'This page does not know which kernels the source offers.' : null
  const choose = (subarch: string, on: boolean) =>
    actions.kernels(row, on ? [...chosen, subarch] : chosen.filter((other) => other !== subarch))
  return (
    <div className="detail__choices">
      <fieldset className="detail__choice">
        <legend>Kernels of {row.title}</legend>
        {!kernelsFiltered && (
          <p className="detail__muted">
            MAAS 3.8 and later store this choice, but import every kernel of a selected image.
          </p>
        )}
        <label className="detail__radio">
          <input
            type="radio"
            name={name}
            checked={all}
            aria-disabled={off !== null || undefined}
            title={off ?? undefined}
            onChange={() => attempt(off, () => actions.kernels(row, ['*']))}
          />
          All kernels, including future ones
        </label>
        <label className="detail__radio">
          <input
            type="radio"
            name={name}
            checked={!all}
            aria-disabled={(off ?? nothingOffered) !== null || undefined}
            title={off ?? nothingOffered ?? undefined}
            onChange={() =>
              attempt(off ?? nothingOffered, () =>
                actions.kernels(
                  row,
                  offered.map((kernel) => kernel.subarch),
                ),
              )
            }
          />
          Only these
        </label>
        {!all && (
          <ul className="detail__kernel-list">
            {withUnknown(offered, wanted.subarches).map(({ subarch, flavours }) => {
              const on = chosen.includes(subarch)
              const last = on && chosen.length === 1
              return (
                <li key={subarch}>
                  <label className="detail__radio">
                    <Checkbox
                      label={`${describeKernel(subarch)} ${subarch}`}
                      description={withFlavours(flavours)}
                      checked={on}
                      lockedBecause={off ?? (last ? LAST : null)}
                      onLocked={actions.explain}
                      onChange={(checked) => choose(subarch, checked)}
                    />
                    <span>
                      {describeKernel(subarch)} <code>{subarch}</code>{' '}
                      {flavours.length > 0 && <span className="detail__muted">{withFlavours(flavours)}</span>}
                    </span>
                  </label>
                </li>
              )
            })}
          </ul>
        )}
      </fieldset>
      <fieldset className="detail__choice">
        <legend>Architectures of {row.title}</legend>
        {wanted.arches.includes('*') ? (
          <p>All architectures, including future ones. Clear an architecture to select them one by one.</p>
        ) : (
          <button
            type="button"
            className="p-button is-dense"
            aria-disabled={off !== null || undefined}
            title={off ?? undefined}
            onClick={() => attempt(off, () => actions.allArches(row))}
          >
            Select all architectures, including future ones
          </button>
        )}
      </fieldset>
    </div>
  )
}

const LAST = 'One kernel must stay selected. To remove it as well, clear the image.'

const FLAVOURS: Readonly<Record<string, string>> = { lowlatency: 'low latency' }

/** "with low latency"; '' for a kernel that has only the generic flavor. */
const withFlavours = (flavours: readonly string[]): string =>
  flavours.length === 0 ? '' : `with ${flavours.map((f) => FLAVOURS[f] ?? f).join(', ')}`

type Subarch = { subarch: string; flavours: readonly string[] }

/**
 * The subarches that a selection with these labels can choose: MAAS filters by subarch, and a subarch can have
 * several flavors.
 */
function subarchesOf(row: ReleaseRow, labels: readonly string[]): Subarch[] {
  const flavours = new Map<string, Set<string>>()
  for (const cell of row.cells) {
    const { offer } = cell
    for (const kernel of offer?.kernels ?? []) {
      if (offer && !passes(labels, kernelLabel(offer, kernel))) continue
      const { subarch, flavour } = kernel
      const set = flavours.get(subarch) ?? new Set()
      if (flavour !== 'generic' && flavour !== '') set.add(flavour)
      flavours.set(subarch, set)
    }
  }
  return [...flavours].map(([subarch, set]) => ({ subarch, flavours: [...set] }))
}

/** Adds subarches that are selected but no longer offered, so that they can be cleared. */
const withUnknown = (offered: readonly Subarch[], chosen: readonly string[]): Subarch[] => [
  ...offered,
  ...chosen
    .filter((subarch) => subarch !== '*' && !offered.some((kernel) => kernel.subarch === subarch))
    .map((subarch) => ({ subarch, flavours: [] })),
]
