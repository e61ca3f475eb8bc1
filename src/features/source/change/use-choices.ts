import { useState } from 'react'
import type { Choice, Choices } from '#features/source/rules/choices.ts'

/** The administrator's choices; cleared when another source is read. */
export function useChoices() {
  const [choices, setChoices] = useState<Choices>(new Map())
  return {
    choices,
    choose: (key: string, choice: Choice) => setChoices((before) => new Map(before).set(key, choice)),
    forget: () => setChoices(new Map()),
  }
}
