import type { House } from './measure.ts'

/** The most files in one folder that a newcomer can take in. */
const MOST_FILES = 25

/** Each broken law as one line; none: the house is in order. */
export function brokenLaws({ folders, cycles, wrongArrows, unused }: House): string[] {
  return [
    ...folders
      .filter(({ files }) => files > MOST_FILES)
      .map(({ path, files }) => `${path} holds ${files} files, more than ${MOST_FILES}`),
    ...cycles.map((files) => `These files import one another in a circle: ${files.join(', ')}`),
    ...wrongArrows.map(({ file, imports, law }) => `${file} imports ${imports}. ${law}`),
    ...unused.map(({ what, name, file }) => `Nothing uses ${name} of ${file} (${what})`),
  ]
}

/** The table of rooms, followed by figures to compare two commits. */
export function tableOf(house: House): string {
  const { folders, cycles, wrongArrows, unused } = house
  const width = Math.max(...folders.map(({ path }) => path.length))
  const row = (path: string, files: number | string, tests: number | string, note = '') =>
    `${path.padEnd(width)}  ${String(files).padStart(5)}  ${String(tests).padStart(5)}${note}`
  const sum = (of: 'files' | 'tests') => folders.reduce((total, folder) => total + folder[of], 0)
  const fullest = folders.reduce((most, folder) => (folder.files > most.files ? folder : most))
  return [
    row('folder', 'files', 'tests'),
    ...folders.map(({ path, files, tests }) =>
      row(path, files, tests, files > MOST_FILES ? '  too many' : ''),
    ),
    row('all', sum('files'), sum('tests')),
    '',
    `folders              ${folders.length}`,
    `files per folder     ${(sum('files') / folders.length).toFixed(1)}, at most ${fullest.files} (${fullest.path})`,
    `over ${MOST_FILES} files        ${folders.filter(({ files }) => files > MOST_FILES).length}`,
    `import cycles        ${cycles.length} with ${cycles.flat().length} files`,
    `wrong arrows         ${wrongArrows.length}`,
    `unused               ${countsOf(unused)}`,
  ].join('\n')
}

function countsOf(unused: House['unused']): string {
  const kinds = [...new Set(unused.map(({ what }) => what))]
  const counts = kinds.map((kind) => `${unused.filter(({ what }) => what === kind).length} ${kind}`)
  return counts.length === 0 ? '0' : counts.join(', ')
}
