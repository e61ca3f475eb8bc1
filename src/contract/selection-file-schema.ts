import * as z from 'zod/mini'
import { selectionFile } from './selection-file.ts'

const ALL = '["*"] means all, including future ones.'

/** The descriptions by place. They are not in the type, because the page does not need them. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  '': 'Boot sources of a MAAS region and the images that are selected from them.',
  $schema: 'The address of this schema, for editors. The page ignores it.',
  exported: 'Where the file comes from. The page shows it and does not need it.',
  'exported.at': 'When it was exported, in UTC.',
  'exported.maas': 'The version of the MAAS that it was exported from.',
  'sources[]': 'A boot source and the selections from it.',
  'sources[].url': 'The address of the SimpleStreams source.',
  'sources[].keyring_filename': 'The path of the keyring on the region; "" for none.',
  'sources[].keyring_data': 'The public keys themselves, in base64; "" for none.',
  'sources[].selections[]': 'What MAAS keeps in sync of one release.',
  'sources[].selections[].os': 'The operating system, as MAAS names it.',
  'sources[].selections[].release': 'The release, as MAAS names it.',
  'sources[].selections[].arches': `The architectures. ${ALL}`,
  'sources[].selections[].subarches': `The kernels, which MAAS calls subarches. MAAS 3.8 and later ignores them. ${ALL}`,
  'sources[].selections[].labels': `The labels. MAAS 3.8 and later ignores them. ${ALL}`,
}

/** The JSON Schema of a selection file. */
export const selectionFileSchema = (): object => ({
  title: 'MAAS Images selection file',
  ...z.toJSONSchema(selectionFile, {
    override: ({ jsonSchema, path }) => {
      const place = path
        .map((step) => (step === 'items' ? '[]' : step === 'properties' ? '.' : String(step)))
        .join('')
        .slice(1)
      const description = DESCRIPTIONS[place]
      if (description !== undefined) jsonSchema.description = description
    },
  }),
})
