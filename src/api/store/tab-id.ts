import * as z from 'zod/mini'
import { storageName } from '#api/base-path.ts'
import type { Owner } from './records.ts'

/*
 * A tab keeps its id across a reload, for the same user and region. The id is in the tab's storage only while no page
 * runs in the tab. So a duplicated tab, which gets a copy of that storage, has an id of its own.
 */

const KEY = storageName('maas-images.tab')
const stored = z.object({ id: z.string().check(z.minLength(1)), region: z.string(), user: z.string() })

type Tab = z.infer<typeof stored>
let tab: Tab | null = null

/** The id of this tab for a user; another user in the same tab gets another id. */
export function tabIdFor({ region, user }: Owner): string {
  if (tab === null) {
    tab = takeStored()
    window.addEventListener('pagehide', store)
    window.addEventListener('pageshow', () => void takeStored())
  }
  if (tab?.region !== region || tab.user !== user) tab = { id: randomId(), region, user }
  return tab.id
}

// A browser may deny its storage: then a reloaded tab gets a new id.

function store(): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(tab))
  } catch {
    // denied or full
  }
}

function takeStored(): Tab | null {
  try {
    const text = sessionStorage.getItem(KEY)
    sessionStorage.removeItem(KEY)
    return stored.safeParse(JSON.parse(text ?? 'null')).data ?? null
  } catch {
    return null
  }
}

/** Browsers offer `randomUUID` only over HTTPS. */
const randomId = (): string => [...crypto.getRandomValues(new Uint32Array(4))].join('-')
