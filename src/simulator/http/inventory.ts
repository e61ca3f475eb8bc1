import { json } from './answers.ts'
import { action, notEmbedded, type Endpoint } from './endpoint.ts'
import { missing } from '#simulator/state/refusal.ts'

/**
 * The objects of a new MAAS 3.5.13 other than images, as recorded. The embedded region lists them and never
 * changes them.
 */
export const DEFAULT_ZONE = {
  name: 'default',
  description: '',
  id: 1,
  resource_uri: '/MAAS/api/2.0/zones/default/',
}

export const DEFAULT_DOMAIN = {
  authoritative: true,
  ttl: null,
  id: 0,
  is_default: true,
  name: 'maas',
  resource_record_count: 0,
  resource_uri: '/MAAS/api/2.0/domains/0/',
}

/** Users cannot add any of these to the embedded region. */
const NONE: readonly never[] = []

type Collection<Member> = Pick<Endpoint, 'access' | 'anonymous' | 'permissions'> & {
  list: string
  /** The path of a member; its parts are passed to `isAt`. */
  member: string
  /** MAAS's word for a member in a 404, and in the names of handlers. */
  model: string
  /** What a member is called in the texts of `describe/`. */
  noun: string
  members: readonly Member[]
  isAt: (member: Member, part: (name: string) => string) => boolean
}

const collection = <Member>({
  list,
  member,
  model,
  noun,
  members,
  isAt,
  ...who
}: Collection<Member>): Endpoint[] => [
  {
    ...who,
    path: list,
    handler: `${model}sHandler`,
    doc: `List ${noun}s.`,
    allow: 'GET, POST',
    operations: { GET: action(`List ${noun}s.`, () => json(members)), POST: notEmbedded },
  },
  {
    path: member,
    handler: `${model}Handler`,
    doc: `Read a ${noun}.`,
    access: who.access,
    ...(who.permissions && { permissions: who.permissions }),
    allow: 'DELETE, PUT, GET',
    operations: {
      GET: action(`Read a ${noun}.`, ({ part }) => {
        const found = members.find((candidate) => isAt(candidate, part))
        if (found === undefined) throw missing(model)
        return json(found)
      }),
      PUT: notEmbedded,
      DELETE: notEmbedded,
    },
  },
]

export const inventory = (): Endpoint[] => [
  ...collection({
    list: 'zones/',
    member: 'zones/:name/',
    model: 'Zone',
    noun: 'zone',
    access: 'users, administrators to write',
    members: [DEFAULT_ZONE],
    isAt: ({ name }, part) => name === part('name'),
  }),
  ...collection({
    list: 'tags/',
    member: 'tags/:name/',
    model: 'Tag',
    noun: 'tag',
    access: 'users, administrators to write',
    members: NONE,
    isAt: () => false,
  }),
  ...collection({
    list: 'domains/',
    member: 'domains/:id/',
    model: 'Domain',
    noun: 'domain',
    access: 'users, administrators to write',
    members: [DEFAULT_DOMAIN],
    // MAAS finds a domain by its name too
    isAt: ({ id, name }, part) => [String(id), name].includes(part('id')),
  }),
  ...collection({
    list: 'license-keys/',
    // MAAS spells this one in the singular and without a slash at the end
    member: 'license-key/:osystem/:distro_series',
    model: 'LicenseKey',
    noun: 'license key',
    access: 'administrators',
    permissions: { view: 'can_view_license_keys', edit: 'can_edit_license_keys' },
    members: NONE,
    isAt: () => false,
  }),
]
