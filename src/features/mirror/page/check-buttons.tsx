import { useLayoutEffect, useRef, type RefObject } from 'react'
import { CommandButton } from '#ui/commands/command-button.tsx'

type Props = {
  isRunning: boolean
  isStopped: boolean
  offBecause: string | null
  onStart: () => void
  onStop: () => void
  onContinue: () => void
}

/** Starts a check, stops it, and continues it. */
export function CheckButtons({ isRunning, isStopped, offBecause, onStart, onStop, onContinue }: Props) {
  const first = useRef<HTMLSpanElement>(null)
  return (
    <div className="button-row">
      <span ref={first}>
        <CommandButton
          command="Check mirror"
          tone="positive"
          busy={isRunning}
          busyLabel="Checking…"
          offBecause={offBecause}
          onClick={onStart}
        >
          Check mirror
        </CommandButton>
      </span>
      {(isRunning || isStopped) && (
        <Second leavesTo={first} onClick={isRunning ? onStop : onContinue}>
          {isRunning ? 'Stop checking' : 'Continue'}
        </Second>
      )}
    </div>
  )
}

type SecondProps = {
  leavesTo: RefObject<HTMLElement | null>
  onClick: () => void
  children: string
}

/** One button that stops and continues, so that it keeps the focus. When the check ends, it gives the focus back. */
function Second({ leavesTo, onClick, children }: SecondProps) {
  const own = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    const [left, next] = [own.current, leavesTo.current]
    return () => {
      if (left?.contains(document.activeElement)) next?.querySelector('button')?.focus()
    }
  }, [leavesTo])
  return (
    <span ref={own}>
      <CommandButton
        command={children === 'Continue' ? 'Continue checking the mirror' : children}
        onClick={onClick}
      >
        {children}
      </CommandButton>
    </span>
  )
}
