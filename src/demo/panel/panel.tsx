import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ControlClient } from '#simulator/control/door/client.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { TOURS } from '#demo/tour/tours.ts'
import { endFailures, FAILURES, stallImport, type InForce } from './failures.ts'
import { publishVersion } from './new-version.ts'
import { openDemo } from './open-demo.ts'
import { Scenarios } from './scenarios.tsx'

type Props = { folder: URL; control: ControlClient; inForce: InForce | null; scenario: string }

/** What a presenter changes in the region of the demo. After each change, the page reads everything again. */
export function Panel({ folder, control, inForce, scenario }: Props) {
  const { change, isBusy, said } = useChange()
  return (
    <div className="demo-panel">
      <Scenarios folder={folder} control={control} started={scenario} />
      <div role="group" aria-label="Clock">
        <SelectField
          label="Clock speed"
          value={String(inForce?.clock.speed ?? 1)}
          options={speeds(inForce?.clock.speed ?? 1)}
          onChange={(value) => change(() => control.setSpeed({ speed: Number(value) }))}
        />
        <BusyButton
          busy={isBusy}
          onClick={() =>
            change(async () => {
              const { idle } = await control.runUntilIdle()
              return idle ? 'The region is idle.' : 'The import does not go on.'
            })
          }
        >
          Run until idle
        </BusyButton>
      </div>
      <div role="group" aria-label="Failures" className="demo-panel__buttons">
        {FAILURES.map(({ name, isOn, set }) => {
          const on = inForce !== null && isOn(inForce)
          return (
            <BusyButton key={name} aria-pressed={on} onClick={() => change(() => set(control, !on))}>
              {name}
            </BusyButton>
          )
        })}
        <BusyButton onClick={() => change(() => stallImport(control))}>Stall the import</BusyButton>
        <BusyButton onClick={() => change(() => endFailures(control))}>End all failures</BusyButton>
        <BusyButton
          onClick={() =>
            change(async () => `Version ${await publishVersion(control)} of Ubuntu 24.04 LTS is published.`)
          }
        >
          Publish a new version
        </BusyButton>
      </div>
      <div role="group" aria-label="Tours" className="demo-panel__buttons">
        {TOURS.map(({ name, title }) => (
          <BusyButton key={name} onClick={() => openDemo(folder, { tour: name })}>
            Tour: {title}
          </BusyButton>
        ))}
      </div>
      <p role="status" className="demo-panel__said">
        {said}
      </p>
    </div>
  )
}

const SPEEDS = [
  { value: '0', text: 'Hold' },
  { value: '1', text: '1x, as usual' },
  { value: '60', text: '60x, a minute in a second' },
]

/** A tool may have set another speed. */
const speeds = (speed: number) =>
  SPEEDS.some(({ value }) => Number(value) === speed)
    ? SPEEDS
    : [...SPEEDS, { value: String(speed), text: `${speed}x` }]

/** Makes a change, reads everything on the page again, and says what came of it. */
function useChange() {
  const client = useQueryClient()
  const { mutate, isPending, data, error } = useMutation({
    mutationFn: (make: () => Promise<unknown>) => make(),
    onSettled: () => client.invalidateQueries(),
  })
  return {
    change: (make: () => Promise<unknown>) => mutate(make),
    isBusy: isPending,
    said: error?.message ?? (typeof data === 'string' ? data : ''),
  }
}
