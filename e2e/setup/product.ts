import { runCommand, startProgram, type ProductProcess } from '#kit/own-region/program.ts'

const command = (args: readonly string[]) => ['npm', 'start', '--', ...args]

/** Runs `npm start` as a user does. */
export const npmStart = (args: readonly string[], folder = process.cwd(), env = process.env) =>
  runCommand(command(args), { folder, env })

/** Starts the product by `npm start` on a free port, and waits until it serves the page. */
export const startProduct = (
  args: readonly string[],
  folder = process.cwd(),
  env = process.env,
): Promise<ProductProcess> => startProgram(command(args), { folder, env })
