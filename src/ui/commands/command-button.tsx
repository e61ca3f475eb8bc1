import { useId, type ComponentProps } from 'react'
import { BusyButton } from '#ui/busy-button.tsx'
import { useCommands } from './commands.ts'

type Props = Omit<ComponentProps<typeof BusyButton>, 'onClick'> & {
  /** What the palette calls it: the name of the button, with what it is about. */
  command: string
  onClick: () => void
}

/** A button whose action is also in the command palette. */
export function CommandButton({ command, ...button }: Props) {
  const id = useId()
  const { busy = false, busyLabel, offBecause = null, onClick } = button
  useCommands(() => [
    {
      id,
      group: 'Actions',
      label: command,
      offBecause: busy ? (busyLabel ?? 'It is running.') : offBecause,
      run: onClick,
    },
  ])
  return <BusyButton {...button} />
}
