import { useEffect, useRef } from 'react'
import type { ControlClient } from '#simulator/control/door/client.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import type { Tour } from './tour.ts'
import { useTour } from './use-tour.ts'

type Props = { tour: Tour; control: ControlClient; host: HTMLElement; onLeave: () => void }

/** The caption of a tour's step, with Next. */
export function TourCard({ tour, control, host, onLeave }: Props) {
  const { view, next } = useTour({ tour, control, host })
  const title = useRef<HTMLHeadingElement>(null)
  const forward = useRef<HTMLDivElement>(null)
  const byNext = useRef(false)
  useEffect(() => title.current?.focus(), [])
  const shown = useRef(view.index)
  useEffect(() => {
    if (shown.current === view.index) return
    shown.current = view.index
    // a dialog that Next has opened takes the focus; the presenter goes on with Next
    if (byNext.current) forward.current?.querySelector('button')?.focus()
    byNext.current = false
  }, [view.index])

  const step = tour.steps[view.index]
  return (
    <div className="demo-tour" role="group" aria-label={`Tour: ${tour.title}`}>
      <h2 className="p-heading--5" tabIndex={-1} ref={title}>
        {tour.title}
        {step && `: step ${view.index + 1} of ${tour.steps.length}`}
      </h2>
      <p role="status">{step?.caption ?? 'This is the end of the tour.'}</p>
      {view.problem !== null && <p role="alert">{view.problem}</p>}
      <div className="demo-tour__actions" ref={forward}>
        {step ? (
          <>
            <BusyButton
              tone="positive"
              busy={view.working}
              busyLabel="Waiting for the page"
              onClick={() => {
                byNext.current = true
                next()
              }}
            >
              Next
            </BusyButton>
            <BusyButton onClick={onLeave}>Leave the tour</BusyButton>
          </>
        ) : (
          <BusyButton onClick={onLeave}>Close the tour</BusyButton>
        )}
      </div>
    </div>
  )
}
