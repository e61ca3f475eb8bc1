import { saveFile } from '#ui/save-file.ts'
import { BusyButton } from '#ui/busy-button.tsx'

type Props = {
  /** "activity", also the name of the file */
  name: string
  /** "the listed changes" */
  what: string
  isEmpty?: boolean
  csv: () => string
  json: () => string
}

/** Saves a list as a file. */
export function ExportButtons({ name, what, isEmpty = false, csv, json }: Props) {
  const off = isEmpty ? 'The list is empty' : null
  const save = (ending: string, text: string) =>
    saveFile(`maas-images-${name.replaceAll(' ', '-')}.${ending}`, text)
  return (
    <p className="activity-buttons">
      <BusyButton title={`Saves ${what} as CSV`} offBecause={off} onClick={() => save('csv', csv())}>
        Export {name} as CSV
      </BusyButton>
      <BusyButton title={`Saves ${what} as JSON`} offBecause={off} onClick={() => save('json', json())}>
        Export {name} as JSON
      </BusyButton>
    </p>
  )
}
