import { useEffect, useRef } from 'react'

/** Something that a person can do or open from the command palette. */
export type Command = {
  /** Unique among all commands that exist at the same time. */
  readonly id: string
  readonly group: 'Pages' | 'Actions' | 'Images'
  readonly label: string
  /** More words that find it. */
  readonly keywords?: string
  /** Why it is not possible now, in a sentence; null: it is. */
  readonly offBecause?: string | null
  readonly run: () => void
}

type Provider = () => readonly Command[]

const providers = new Set<Provider>()

/** Adds the commands of a component to the palette while it is mounted. They are computed when the palette opens. */
export function useCommands(commands: Provider): void {
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  useEffect(() => {
    const provider = () => latest.current()
    providers.add(provider)
    return () => void providers.delete(provider)
  }, [])
}

/** The commands of all mounted components. */
export const commandsNow = (): Command[] => [...providers].flatMap((provider) => provider())
