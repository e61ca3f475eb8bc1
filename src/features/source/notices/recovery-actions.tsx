import { CommandButton } from '#ui/commands/command-button.tsx'

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
      <CommandButton command="Finish the source change" tone="positive" onClick={onFinish}>
        Finish the change
      </CommandButton>
      {begun && (
        <CommandButton command="Go back to the former source" onClick={onGoBack}>
          Go back
        </CommandButton>
      )}
      <CommandButton command="Leave the source change as it is" onClick={onLeave}>
        Leave the change as it is
      </CommandButton>
    </>
  )
}
