import { saveFile } from '#show-as/save-file.ts'
import { BusyButton } from '#ui/busy-button.tsx'

type Props = {
  /** Of the file, without its ending. */
  name: string
  /** "the listed changes" */
  what: string
  csv: () => string
  json: () => string
}

/** Saves a list as a file. */
export const ExportButtons = ({ name, what, csv, json }: Props) => (
  <p className="activity-buttons">
    <BusyButton title={`Saves ${what} as CSV`} onClick={() => saveFile(`maas-images-${name}.csv`, csv())}>
      Export {name} as CSV
    </BusyButton>
    <BusyButton title={`Saves ${what} as JSON`} onClick={() => saveFile(`maas-images-${name}.json`, json())}>
      Export {name} as JSON
    </BusyButton>
  </p>
)
