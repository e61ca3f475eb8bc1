import * as z from 'zod/mini'
import { MAAS, type Write } from '#api/client.ts'
import type { Entry } from './entry.ts'
import {
  selectionKey,
  selectionText,
  settingKey,
  settingText,
  settingTitle,
  sourceKey,
  sourceText,
  urlKey,
} from './object-text.ts'
import { safeText, safeUrl } from './safe-text.ts'

type Described = Pick<Entry, 'what' | 'action' | 'key' | 'subject' | 'before' | 'after'>
/** The parts of a path that are numbers, and the body. */
type Sent = {
  readonly ids: readonly number[]
  readonly body: unknown
  readonly imageOf: (id: number) => string
}

const texts = z.array(z.string())
const source = z.object({
  url: z.optional(z.string()),
  keyring_filename: z.optional(z.string()),
  keyring_data: z.optional(z.string()),
  name: z.optional(z.string()),
  priority: z.optional(z.number()),
  enabled: z.optional(z.boolean()),
  skip_keyring_verification: z.optional(z.boolean()),
})
const selection = z.object({
  os: z.string(),
  release: z.string(),
  arches: texts,
  subarches: texts,
  labels: texts,
})
const expecting = <T>(what: z.ZodMiniType<T>) => z.object({ expected: what })
const setting = z.object({
  name: z.string(),
  value: z.union([z.string(), z.boolean()]),
  expected: z.optional(z.string()),
})
const upload = z.object({ name: z.string() })

const nothing = { before: null, after: null }
const id = ({ ids }: Sent, index = 0): number => ids[index] ?? 0

/** What each write does; the first pattern that fits the method and the path counts. */
const WRITES: readonly (readonly [pattern: RegExp, describe: (sent: Sent) => Described | null])[] = [
  [/^POST boot-sources\/$/, createSource],
  [/^PUT boot-sources\/(\d+)\/$/, changeSource],
  [/^DELETE boot-sources\/(\d+)\/$/, deleteSource],
  [/^POST boot-sources\/(\d+)\/selections\/$/, (sent) => select(sent, 'create')],
  [/^PUT boot-sources\/(\d+)\/selections\/(\d+)\/$/, (sent) => select(sent, 'change')],
  [/^DELETE boot-sources\/(\d+)\/selections\/(\d+)\/$/, (sent) => select(sent, 'delete')],
  [/^POST boot-resources\/\?op=import$/, () => ({ ...importOf, action: 'start' })],
  [/^POST boot-resources\/\?op=stop_import$/, () => ({ ...importOf, action: 'stop' })],
  [
    /^DELETE boot-resources\/(\d+)\/$/,
    (sent) => ({
      ...nothing,
      what: 'image',
      action: 'delete',
      key: `image ${id(sent)}`,
      subject: sent.imageOf(id(sent)),
    }),
  ],
  [/^POST boot-resources\/$/, uploadImage],
  [/^POST maas\/\?op=set_config$/, changeSetting],
  [
    /^POST notifications\/(\d+)\/\?op=dismiss$/,
    (sent) => ({
      ...nothing,
      what: 'notification',
      action: 'dismiss',
      key: `notification ${id(sent)}`,
      subject: `MAAS notification ${id(sent)}`,
    }),
  ],
]

const importOf = { ...nothing, what: 'import', key: 'import', subject: 'Import' } as const

/**
 * What a write to MAAS does, in words without secrets; null: it is not worth a record (parts of an upload).
 * @param imageOf the name of the image that a boot resource belongs to
 */
export function describeWrite(
  { method, path, body }: Pick<Write, 'method' | 'path' | 'body'>,
  imageOf: (resourceId: number) => string,
): Described | null {
  const line = `${method} ${path.slice(MAAS.length)}`
  for (const [pattern, describe] of WRITES) {
    const found = pattern.exec(line)
    if (found) return describe({ ids: found.slice(1).map(Number), body, imageOf })
  }
  return null
}

function createSource({ body }: Sent): Described | null {
  const sent = source.safeParse(body).data
  if (!sent) return null
  const url = sent.url ?? ''
  return {
    what: 'source',
    action: 'create',
    key: urlKey(url),
    subject: safeUrl(url),
    before: null,
    after: sourceText(sent),
  }
}

function changeSource(sent: Sent): Described | null {
  const wanted = source.safeParse(sent.body).data
  const before = expecting(source).safeParse(sent.body).data?.expected
  if (!wanted || !before) return null
  // a keyring file replaces keyring data, and the other way round
  const keyring = wanted.keyring_data
    ? { keyring_filename: '' }
    : wanted.keyring_filename
      ? { keyring_data: '' }
      : {}
  return {
    what: 'source',
    action: 'change',
    key: sourceKey(id(sent)),
    subject: safeUrl(before.url ?? ''),
    before: sourceText(before),
    after: sourceText({ ...before, ...keyring, ...wanted }),
  }
}

function deleteSource(sent: Sent): Described | null {
  const before = expecting(source).safeParse(sent.body).data?.expected
  if (!before) return null
  return {
    what: 'source',
    action: 'delete',
    key: sourceKey(id(sent)),
    subject: safeUrl(before.url ?? ''),
    before: sourceText(before),
    after: null,
  }
}

function select(sent: Sent, action: 'create' | 'change' | 'delete'): Described | null {
  const before = expecting(selection).safeParse(sent.body).data?.expected
  const after = selection.safeParse(sent.body).data
  const of = after ?? before
  if (!of) return null
  return {
    what: 'selection',
    action,
    key: selectionKey(id(sent), of.os, of.release),
    subject: `${of.os} ${of.release}`,
    before: before ? selectionText(before) : null,
    after: after && action !== 'delete' ? selectionText(after) : null,
  }
}

function changeSetting({ body }: Sent): Described | null {
  const sent = setting.safeParse(body).data
  if (!sent) return null
  const { name, value, expected } = sent
  const before = expected ?? (typeof value === 'boolean' ? !value : undefined)
  return {
    what: 'setting',
    action: 'change',
    key: settingKey(name),
    subject: settingTitle(name),
    before: before === undefined ? null : settingText(before),
    after: settingText(value),
  }
}

function uploadImage({ body }: Sent): Described | null {
  const sent = upload.safeParse(body).data
  if (!sent) return null
  const subject = safeText(sent.name)
  return { ...nothing, what: 'image', action: 'upload', key: `image ${subject}`, subject }
}
