import { promises as dns } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Refusal } from '#gateway/refusal.ts'
import { shown } from './shown-address.ts'
import { formsOf, specialAddress } from './special-addresses.ts'
import { fitsAddress, fitsName, hostNameOf, readRule, type StreamRule } from './stream-rule.ts'

/** The policy forbids the address. */
export class NotAllowed extends Refusal {
  constructor(message: string) {
    super(502, 'source-unreachable', message)
    this.name = 'NotAllowed'
  }
}

export type AddressPolicy = {
  /** Throws NotAllowed unless a source may be read from this URL. Does not resolve the host name. */
  check(url: URL): void
  /**
   * The `lookup` for connections to the host and port of this URL. It resolves once and returns only allowed addresses,
   * so that the checked address is the one connected to. Fails with NotAllowed when none is left.
   */
  lookupFor(origin: URL): LookupFunction
}
export type Resolved = { readonly address: string; readonly family: number }
type Lists = {
  readonly allow: readonly string[]
  readonly deny: readonly string[]
  /** The addresses of a name; rejects with Node's DNS errors. */
  readonly resolve?: (name: string) => Promise<readonly Resolved[]>
}

/**
 * Which addresses the gateway reads sources from: public and private ones (where mirrors are), but not this machine,
 * link-local addresses or cloud metadata. `allow` wins over everything, `deny` over the default.
 * @throws Error that names an invalid entry of the lists
 */
export function createAddressPolicy({ allow, deny, resolve = resolveName }: Lists): AddressPolicy {
  const allowed = allow.map(ruleOf)
  const denied = deny.map(ruleOf)

  const isAllowedName = (host: string, port: number) => allowed.some((rule) => fitsName(rule, host, port))

  /** Why an address is not allowed; null: it is allowed. */
  function objection(address: string, port: number): string | null {
    const forms = formsOf(address)
    if (allowed.some((rule) => fitsAddress(rule, forms, port))) return null
    const rule = denied.find((one) => fitsAddress(one, forms, port))
    if (rule) return deniedBy(rule)
    const special = specialAddress(address)
    return special === null ? null : `${special}. The gateway does not read boot sources from there`
  }

  return {
    check(url) {
      const { protocol, username, password } = url
      if (protocol !== 'http:' && protocol !== 'https:') {
        throw new NotAllowed(
          `${shown(url)} is not an http or https address. Boot sources are read over http and https only.`,
        )
      }
      if (username !== '' || password !== '') {
        throw new NotAllowed(
          `${shown(url)} contains a user name or password. Boot sources are read without signing in: remove both from the address.`,
        )
      }
      const { host, port } = hostAndPort(url)
      if (isAllowedName(host, port)) return
      const rule = denied.find((one) => fitsName(one, host, port))
      if (rule) throw new NotAllowed(`${shown(url)}: ${host} is ${deniedBy(rule)}${remedy(url)}`)
      if (isIP(host) === 0) return
      const wrong = objection(host, port)
      if (wrong) throw new NotAllowed(`${shown(url)} leads to ${host}, ${wrong}${remedy(url)}`)
    },

    lookupFor(origin) {
      const { host, port } = hostAndPort(origin)
      const find = async (name: string): Promise<readonly Resolved[]> => {
        const all = await resolve(name)
        if (isAllowedName(host, port)) return all
        const good = all.filter(({ address }) => objection(address, port) === null)
        const [bad] = all
        if (good.length > 0 || !bad) return good
        const wrong = objection(bad.address, port)
        throw new NotAllowed(`${shown(origin)} leads to ${bad.address}, ${wrong}${remedy(origin)}`)
      }
      return (name, options, callback) => {
        find(name).then(
          (found) => {
            const [first] = found
            if (!first) callback(notFound(name), '', 0)
            else if (options.all) callback(null, [...found])
            else callback(null, first.address, first.family)
          },
          (error: NodeJS.ErrnoException) => callback(error, '', 0),
        )
      }
    },
  }
}

const resolveName = (name: string) => dns.lookup(name, { all: true })

function ruleOf(text: string): StreamRule {
  const rule = readRule(text)
  if ('wrong' in rule) throw new Error(`An address to allow or deny: ${rule.wrong}`)
  return rule
}

/** IPv6 addresses without their brackets. */
function hostAndPort(url: URL): { host: string; port: number } {
  const host = hostNameOf(url.hostname) ?? url.hostname
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  return { host: host.replace(/^\[|\]$/g, ''), port }
}

const deniedBy = ({ text }: StreamRule) => `denied by --stream-deny ${text}`

const remedy = ({ host }: URL) => `. To allow it, start the gateway with --stream-allow ${host}.`

const notFound = (name: string) => Object.assign(new Error(`No address for ${name}`), { code: 'ENOTFOUND' })
