import { compactJson } from '#simulator/http/answers.ts'
import { action, type Endpoint } from '#simulator/http/endpoint.ts'
import type { Region } from '#simulator/rules/region.ts'

const CAPABILITIES = [
  'networks-management',
  'static-ipaddresses',
  'ipv6-deployment-ubuntu',
  'devices-management',
  'storage-deployment-ubuntu',
  'network-deployment-ubuntu',
  'bridging-interface-ubuntu',
  'bridging-automatic-ubuntu',
  'authenticate-api',
]

/** What a client reads first: the version of this MAAS, and what its API can do. */
export const version = (region: Region): Endpoint[] => [
  {
    path: 'version/',
    handler: 'VersionHandler',
    doc: 'Read the version of this MAAS.',
    access: 'anyone',
    allow: 'GET',
    operations: {
      GET: action('Read the version and the capabilities of this MAAS.', () => {
        const answer = compactJson({ capabilities: CAPABILITIES, version: region.version, subversion: '' })
        answer.headers.set('Vary', 'Authorization')
        return answer
      }),
    },
  },
]
