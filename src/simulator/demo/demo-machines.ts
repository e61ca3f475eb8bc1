import type { Machine } from '#simulator/state/machines.ts'

type Kind = Omit<Machine, 'systemId' | 'hostname'> & { readonly count: number }

/** What the machines of the usual region are deployed with. Two were deployed with the default release, unnamed. */
const kinds = (centos: string): Kind[] => [
  { os: 'ubuntu', release: 'noble', architecture: 'amd64/generic', state: 'deployed', count: 12 },
  { os: 'ubuntu', release: 'noble', architecture: 'amd64/generic', state: 'deploying', count: 1 },
  { os: 'ubuntu', release: 'jammy', architecture: 'amd64/generic', state: 'deployed', count: 3 },
  { os: '', release: '', architecture: 'amd64/generic', state: 'deployed', count: 2 },
  { os: 'centos', release: centos, architecture: 'amd64/generic', state: 'deployed', count: 1 },
  { os: 'custom', release: 'build-agent', architecture: 'amd64/generic', state: 'deployed', count: 2 },
  { os: '', release: '', architecture: 'amd64/generic', state: 'ready', count: 4 },
]

/** @param centos the CentOS release that the region holds */
export const deployedMachines = (centos: string): Machine[] =>
  kinds(centos)
    .flatMap(({ count, ...machine }) => Array.from({ length: count }, () => machine))
    .map((machine, index) => ({
      ...machine,
      systemId: `m${String(index).padStart(5, '0')}`,
      hostname: `node-${index + 1}`,
    }))
