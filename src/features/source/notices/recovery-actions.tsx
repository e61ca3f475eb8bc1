import { BusyButton } from '#ui/busy-button.tsx'

export type RecoveryHandlers = {
  readonly onFinish: () => void
  readonly onGoBack: () => void
  readonly onLeave: () => void
}

/** The actions for a source change that stopped half-way. */
export function RecoveryActions({
  onFinish,
  onGoBack,
  onLeave,
  begun = true,
}: RecoveryHandlers & { begun?: boolean }) {
  return (
    <>
      <BusyButton tone="positive" onClick={onFinish}>
        Finish it
      </BusyButton>
      {begun && <BusyButton onClick={onGoBack}>Go back</BusyButton>}
      <BusyButton onClick={onLeave}>Leave it as it is</BusyButton>
    </>
  )
}
