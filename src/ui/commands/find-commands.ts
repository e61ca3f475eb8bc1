import type { Command } from './commands.ts'

const GROUPS = ['Actions', 'Pages', 'Images'] as const
/** Images are many; the search narrows them. */
const MOST_IMAGES = 50

export type CommandGroup = { readonly name: Command['group']; readonly commands: readonly Command[] }

/**
 * The commands that contain every word of the search, by group. Images are found only by a search. A command whose label
 * begins with the search comes first, and so does its group.
 */
export function findCommands(commands: readonly Command[], search: string): CommandGroup[] {
  const query = search.trim().toLowerCase()
  const words = query.split(/\s+/).filter(Boolean)
  const found = commands.filter(({ group, label, keywords = '' }) => {
    if (words.length === 0) return group !== 'Images'
    const text = `${label} ${keywords}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const rank = ({ label }: Command) => (label.toLowerCase().startsWith(query) ? 0 : 1)
  const groups = GROUPS.flatMap((name) => {
    const its = found.filter(({ group }) => group === name).sort((a, b) => rank(a) - rank(b))
    return its.length === 0 ? [] : [{ name, commands: name === 'Images' ? its.slice(0, MOST_IMAGES) : its }]
  })
  const best = ({ commands: its }: CommandGroup) => Math.min(...its.map(rank))
  return groups.sort((a, b) => best(a) - best(b))
}
