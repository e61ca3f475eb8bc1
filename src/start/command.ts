/** How the product is started: in the repository, or as the program of the installed package. */
export type Command = 'npm start' | 'maas-images'

/** Texts for the terminal are written for `npm start`, which needs `--` before options. Returns what to type here. */
export function asTyped(text: string, command: Command): string {
  if (command === 'npm start') return text
  return text.replaceAll('npm start [-- ', `${command} [`).replaceAll(/npm start(?: --(?= ))?/g, command)
}
