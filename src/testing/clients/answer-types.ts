/* The types as which clients read answers: those of gomaasclient, which python-libmaas reads too. */

/** As Go reads JSON: a field may be missing or null, which makes it empty, and other fields are ignored. */
export type AnswerType =
  | 'string'
  | 'int'
  | 'bool'
  /** Anything, also what is not JSON. */
  | 'bytes'
  | { list: AnswerType }
  /** By any name. */
  | { map: AnswerType }
  | { fields: Readonly<Record<string, AnswerType>> }

/** Where a client refuses a value, for example `[0].id: int`. Empty: it can read all of it. */
export function misfits(type: AnswerType, value: unknown, path = ''): string[] {
  if (value === null || value === undefined || type === 'bytes') return []
  if (typeof type === 'string') return fits(type, value) ? [] : [`${path}: ${type}`]
  if ('list' in type) {
    if (!Array.isArray(value)) return [`${path}: list`]
    return value.flatMap((item, index) => misfits(type.list, item, `${path}[${index}]`))
  }
  if (typeof value !== 'object' || Array.isArray(value)) return [`${path}: object`]
  const entries = Object.entries(value)
  if ('map' in type) return entries.flatMap(([name, item]) => misfits(type.map, item, `${path}.${name}`))
  return entries.flatMap(([name, item]) => misfits(type.fields[name] ?? 'bytes', item, `${path}.${name}`))
}

const fits = (type: 'string' | 'int' | 'bool', value: unknown) =>
  type === 'int' ? Number.isSafeInteger(value) : typeof value === (type === 'bool' ? 'boolean' : 'string')

const text = 'string'

export const VERSION: AnswerType = {
  fields: { version: text, subversion: text, capabilities: { list: text } },
}

export const BOOT_SOURCE: AnswerType = {
  fields: {
    id: 'int',
    url: text,
    keyring_filename: text,
    keyring_data: text,
    created: text,
    updated: text,
    resource_uri: text,
  },
}

export const SELECTION: AnswerType = {
  fields: {
    id: 'int',
    os: text,
    release: text,
    arches: { list: text },
    subarches: { list: text },
    labels: { list: text },
    boot_source_id: 'int',
    resource_uri: text,
  },
}

const FILE: AnswerType = {
  fields: { filename: text, filetype: text, sha256: text, size: 'int', complete: 'bool' },
}
const SET: AnswerType = {
  fields: { version: text, label: text, size: 'int', complete: 'bool', files: { map: FILE } },
}

export const BOOT_RESOURCE: AnswerType = {
  fields: {
    id: 'int',
    type: text,
    name: text,
    architecture: text,
    base_image: text,
    subarches: text,
    title: text,
    last_deployed: text,
    resource_uri: text,
    sets: { map: SET },
  },
}

export const KEY: AnswerType = {
  fields: { name: text, token_key: text, token_secret: text, consumer_key: text },
}
export const LISTED_KEY: AnswerType = { fields: { name: text, token: text } }

export const USER: AnswerType = {
  fields: { username: text, email: text, is_superuser: 'bool', is_local: 'bool', resource_uri: text },
}

export const EVENTS: AnswerType = {
  fields: {
    count: 'int',
    next_uri: text,
    prev_uri: text,
    events: {
      list: {
        fields: {
          id: 'int',
          username: text,
          node: text,
          hostname: text,
          created: text,
          type: text,
          description: text,
          level: text,
        },
      },
    },
  },
}

export const NOTIFICATION: AnswerType = {
  fields: {
    id: 'int',
    ident: text,
    message: text,
    category: text,
    user: USER,
    users: 'bool',
    admins: 'bool',
    dismissable: 'bool',
    context: { map: 'bytes' },
    resource_uri: text,
  },
}

export const ZONE: AnswerType = { fields: { id: 'int', name: text, description: text, resource_uri: text } }
export const DOMAIN: AnswerType = {
  fields: {
    id: 'int',
    name: text,
    ttl: 'int',
    resource_record_count: 'int',
    authoritative: 'bool',
    is_default: 'bool',
    resource_uri: text,
  },
}

export const RACK: AnswerType = {
  fields: {
    system_id: text,
    hostname: text,
    fqdn: text,
    version: text,
    node_type: 'int',
    node_type_name: text,
    architecture: text,
    description: text,
    domain: DOMAIN,
    zone: ZONE,
    tag_names: { list: text },
    resource_uri: text,
  },
}
