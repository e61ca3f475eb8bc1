/** The command that starts the product: in the repository, or from the installed package. */
export type StartCommand = 'npm start' | 'maas-images'

/**
 * Texts for the terminal are written for `npm start`, which needs `--` before options. Returns the text for this
 * command.
 */
export function asTyped(text: string, command: StartCommand): string {
  if (command === 'npm start') return text
  return text.replaceAll('npm start [-- ', `${command} [`).replaceAll(/npm start(?: --(?= ))?/g, command)
}
