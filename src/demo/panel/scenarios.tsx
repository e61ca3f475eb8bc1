import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ControlClient } from '#simulator/control/door/client.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { openDemo } from './open-demo.ts'

type Props = { folder: URL; control: ControlClient; started: string }

/** The scenarios with what each shows, and the way back to the beginning of one. */
export function Scenarios({ folder, control, started }: Props) {
  const [name, setName] = useState(started)
  const [asking, setAsking] = useState(false)
  const { data: scenarios = [] } = useQuery({
    queryKey: ['demo', 'scenarios'],
    queryFn: () => control.listScenarios(),
    staleTime: Infinity,
  })
  const options = scenarios.map((scenario) => ({ value: scenario.name, text: scenario.name }))
  return (
    <div role="group" aria-label="Scenario">
      <SelectField
        label="Scenario"
        value={name}
        options={options.length > 0 ? options : [{ value: name, text: name }]}
        hint={scenarios.find((scenario) => scenario.name === name)?.about ?? ''}
        onChange={setName}
      />
      {asking ? (
        <Question
          onYes={() => openDemo(folder, { scenario: name })}
          onNo={() => setAsking(false)}
          scenario={name}
        />
      ) : (
        <BusyButton onClick={() => setAsking(true)}>Start over</BusyButton>
      )}
    </div>
  )
}

function Question({ scenario, onYes, onNo }: { scenario: string; onYes: () => void; onNo: () => void }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <div role="group" aria-label="Confirm" tabIndex={-1} ref={box}>
      <p>
        Start over in the scenario {scenario}? All changes in this demo are discarded, and unsaved selections
        too.
      </p>
      <BusyButton tone="negative" onClick={onYes}>
        Discard and start over
      </BusyButton>{' '}
      <BusyButton onClick={onNo}>Keep</BusyButton>
    </div>
  )
}
