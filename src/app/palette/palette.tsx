import { Command as Palette } from 'cmdk'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { RegionAnswer } from '#contract/gateway.ts'
import { commandsNow, type Command } from '#ui/commands/commands.ts'
import { findCommands } from '#ui/commands/find-commands.ts'
import { Modal } from '#ui/modal.tsx'
import { pageCommands } from './page-commands.ts'

type Props = { region: RegionAnswer | undefined; onShortcuts: () => void; onClose: () => void }

/** Pages, actions and images by name. Enter runs the one that is marked. */
export function CommandPalette({ region, onShortcuts, onClose }: Props) {
  const navigate = useNavigate()
  const [commands] = useState(() => [...pageCommands(region, navigate, onShortcuts), ...commandsNow()])
  const [search, setSearch] = useState('')
  const chosen = useRef<Command | null>(null)
  const groups = findCommands(commands, search)
  const hasImages = commands.some(({ group }) => group === 'Images')
  const run = (command: Command) => {
    if (command.offBecause) return
    chosen.current = command
    onClose()
  }
  return (
    <Modal title="Commands" onClose={onClose} onClosed={() => chosen.current?.run()}>
      <Palette label="Commands" shouldFilter={false} vimBindings={false} loop className="palette">
        <Palette.Input
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          value={search}
          onValueChange={setSearch}
          placeholder={hasImages ? 'Page, action or image' : 'Page or action'}
          maxLength={200}
        />
        {/* a list box must not be empty */}
        <p role="status">
          {groups.length === 0 &&
            (hasImages
              ? 'No results. Try a release, such as 24.04, or an action.'
              : 'No page or action has this name. The Images page also finds images.')}
        </p>
        <Palette.List label="Commands" hidden={groups.length === 0}>
          {groups.map(({ name, commands: its }) => (
            <Palette.Group key={name} heading={name}>
              {its.map((command) => (
                <Palette.Item
                  key={command.id}
                  value={command.id}
                  // not disabled, because the arrow keys would pass over the reason
                  aria-disabled={command.offBecause ? true : undefined}
                  onSelect={() => run(command)}
                >
                  {command.label}
                  {command.offBecause && <span className="palette__reason">{command.offBecause}</span>}
                </Palette.Item>
              ))}
            </Palette.Group>
          ))}
        </Palette.List>
      </Palette>
    </Modal>
  )
}
