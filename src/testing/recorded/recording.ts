import { readdirSync, readFileSync } from 'node:fs'
import type { Body } from '#testing/simulator/fixture-client.ts'
import type { Part } from './base64-body.ts'

/*
 * The answers of a real MAAS, restated: here those of 3.5.13, and in a folder for each other version those of that one.
 * In a text `{keyring}`, `{nonce}`, … stand for values of the run, `{session}` and `{csrf}` for its cookies,
 * `{k*4096}` for a repetition, `{ubuntu/jammy amd64/ga-22.04}` in a path for the ID of that boot resource, `{upload custom-1 amd64/generic}` for that of its file.
 * In an answer `{text}` and `{number}` stand for any value of that type, `{any}` for any part of a text.
 */

/** A multipart body with every part in base64, as the `maas` command sends it. */
type CommandLineBody = { base64Parts: Part[] }

export type Exchange = {
  note?: string
  /** Method and path below `/MAAS/api/2.0/`, or an absolute path. */
  ask: string
  /** An administrator if left out. */
  as?: 'operator' | 'no one'
  authorization?: string
  cookie?: string
  csrf?: string
  /** How long the client waited before it asked, ms. */
  wait?: number
  body?: Body | CommandLineBody
  /** Status and content type. */
  answer: string
  allow?: string
  json?: unknown
  /** Instead of `json`: the name of one of the recording's `bodies`. */
  jsonAs?: string
  text?: string
  /** The title of an HTML page. */
  title?: string
}

export type Recording = {
  name: string
  recorded: string
  /** What the region was before the first exchange, in words that the replay knows. */
  region: string
  texts?: Record<string, string>
  bodies?: Record<string, unknown>
  exchanges: Exchange[]
}

/** The recordings in a folder. */
export const recordingsIn = (folder: string): Recording[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({
      ...(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Omit<Recording, 'name'>),
      name: file.replace('.json', ''),
    }))
