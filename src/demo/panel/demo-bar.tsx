import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState } from 'react'
import type { ControlClient } from '#simulator/control/door/client.ts'
import type { DemoStart } from '#demo/page/begin.ts'
import { TourCard } from '#demo/tour/tour-card.tsx'
import { tourNamed } from '#demo/tour/tours.ts'
import { readInForce, failureStatus } from './failures.ts'
import { IN_USE } from './place.ts'
import { Panel } from './panel.tsx'
import { heldByTour, scenarioName } from './started-scenario.ts'

/** How often the panel reads the clock and the failures, ms. */
const OFTEN = 5_000

type Props = { host: HTMLElement; folder: URL; control: ControlClient; begun: DemoStart | null }

/** The bar at the bottom of the demo: its panel, what is in force, and the tour that runs. */
export function DemoBar({ host, folder, control, begun }: Props) {
  const [open, setOpen] = useState(false)
  const [tour, setTour] = useState(() => tourNamed(begun?.tour ?? ''))
  const client = useQueryClient()
  const [problem, setProblem] = useState<Error | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const inForce = useQuery({
    queryKey: ['demo', 'in-force'],
    queryFn: () => readInForce(control),
    refetchInterval: open || tour !== null ? OFTEN : false,
  })
  const scenario = scenarioName(folder.pathname).read()

  const leave = () => {
    if (tour) {
      setTour(null)
      // time passes again
      heldByTour(folder.pathname).keep(false)
      control.setSpeed({ speed: 1 }).then(() => client.invalidateQueries(), setProblem)
    } else setOpen(false)
    button.current?.focus()
  }
  const isShown = open || tour !== null
  useEffect(() => {
    host.toggleAttribute(IN_USE, isShown)
  }, [host, isShown])
  useEscape({ host, isShown, isTour: tour !== null, leave })

  return (
    <section className="demo-bar" aria-label="Demo">
      {tour && <TourCard key={tour.name} tour={tour} control={control} host={host} onLeave={leave} />}
      <div className="demo-bar__line">
        <button
          type="button"
          className="p-button is-dense"
          ref={button}
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => setOpen(!open)}
        >
          Demo
        </button>
        <p {...(isShown ? { role: 'status' } : {})}>
          {problem?.message ??
            begun?.problem ??
            (inForce.data ? failureStatus(scenario, inForce.data) : 'Reading the demo…')}
        </p>
      </div>
      {open && (
        <div id={id}>
          <Panel folder={folder} control={control} inForce={inForce.data ?? null} scenario={scenario} />
        </div>
      )}
    </section>
  )
}

type Escape = { host: HTMLElement; isShown: boolean; isTour: boolean; leave: () => void }

/** Escape in the panel closes it, and on the page it leaves the tour. In a dialog of the page, it first closes that. */
function useEscape({ host, isShown, isTour, leave }: Escape): void {
  const latest = useRef(leave)
  useEffect(() => {
    latest.current = leave
  })
  useEffect(() => {
    if (!isShown) return undefined
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      const isInside = host.contains(document.activeElement)
      const isPage = isTour && document.querySelector('[role=dialog], dialog[open]') === null
      if (!isInside && !isPage) return
      // a dialog around the panel stays open
      event.stopImmediatePropagation()
      event.preventDefault()
      latest.current()
    }
    // before the dialogs of the page, which listen at the document
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [host, isShown, isTour])
}
